/**
 * What the state keeps as `__provider` beside each resource, and the dynamic host evaluates. Contract, byte for byte: states that
 * were written long ago hold it. It only points at the package, so a fix in the package reaches every one of them.
 */
export const providerText = (lifecycle: string): string =>
  `exports.handler = () => require("pulumi-fabric-dataflow/runtime").${lifecycle};`;

/** The type under which Pulumi's engine knows a resource of the dynamic host. */
export const typeToken = (name: string): string => `pulumi-nodejs:dynamic/fabric:${name}`;

/** True if a value is a resource of that type. Pulumi's own classes are told apart by the type as well. */
export const isOfType = (value: unknown, type: string): boolean =>
  typeof value === "object" && value !== null && (value as { __pulumiType?: unknown }).__pulumiType === type;
