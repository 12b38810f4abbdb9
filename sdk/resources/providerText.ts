/**
 * What the state keeps as `__provider` beside each resource, and the dynamic host evaluates. Contract, byte for byte: states that
 * were written long ago hold it. It only points at the package, so a fix in the package reaches every one of them.
 */
export const providerText = (lifecycle: string): string =>
  `exports.handler = () => require("pulumi-fabric-dataflow/runtime").${lifecycle};`;

/** The type under which Pulumi's engine knows a resource of the dynamic host. */
export const typeToken = (name: string): string => `pulumi-nodejs:dynamic/fabric:${name}`;
