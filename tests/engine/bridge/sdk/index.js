// The part of `@pulumi/fabric` that the tests' programs use. `pulumi install` generates it for the bridged provider.
const pulumi = require("@pulumi/pulumi");

const resource = (module, name, shown) =>
  class extends pulumi.CustomResource {
    constructor(resourceName, args, opts) {
      const outputs = Object.fromEntries(shown.map((key) => [key, undefined]));
      super(`fabric:index/${module}:${name}`, resourceName, { ...outputs, ...args }, opts);
    }
  };

exports.Workspace = resource("workspace", "Workspace", ["type", "capacityRegion"]);
exports.Lakehouse = resource("lakehouse", "Lakehouse", ["properties"]);
exports.Folder = resource("folder", "Folder", []);
exports.Connection = resource("connection", "Connection", ["gatewayId"]);
exports.WorkspaceRoleAssignment = resource("workspaceRoleAssignment", "WorkspaceRoleAssignment", []);
exports.Provider = class extends pulumi.ProviderResource {
  constructor(name, args, opts) {
    super("fabric", name, args, opts);
  }
};
