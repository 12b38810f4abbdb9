/**
 * The text that the state keeps as `__provider` beside each resource. The dynamic host evaluates it. Contract, byte for
 * byte: old states hold it. It only points at the package, so a fix in the package reaches all of them.
 */
export const providerText = (lifecycle: string): string =>
  `exports.handler = () => require("pulumi-fabric-dataflow/runtime").${lifecycle};`;

/** Pulumi's package of dynamic resources. */
export const DYNAMIC = "pulumi-nodejs";

/** The type under which Pulumi's engine knows a resource of the dynamic host. */
export const typeToken = (name: string): string => `${DYNAMIC}:dynamic/fabric:${name}`;

/** True if a value is a resource of that type. Pulumi's own classes are distinguished by the type too. */
export const isOfType = (value: unknown, type: string): boolean =>
  typeof value === "object" && value !== null && (value as { __pulumiType?: unknown }).__pulumiType === type;
