// The imports that each room of sdk/ (a folder, or a file beside them) may have: one line each, from the ground up. The linter and a test check it.
export const rooms = {
  common: [],
  settingNames: [],
  model: ["common"],
  definition: ["common", "model"],
  dataTests: ["common", "model", "definition"],
  unitTests: ["common", "model", "definition", "dataTests"],
  auth: ["common", "settingNames"],
  fabric: ["common", "auth"],
  identity: ["common", "auth", "fabric"],
  lookup: ["common", "auth", "fabric"],
  contract: ["common", "definition"],
  review: ["common", "definition", "contract"],
  lifecycle: ["common", "model", "definition", "contract", "review", "dataTests", "auth", "fabric"],
  cli: [
    "common",
    "model",
    "definition",
    "dataTests",
    "unitTests",
    "auth",
    "fabric",
    "identity",
    "lookup",
    "review",
    "lifecycle",
  ],
  // Code of the program's process that needs the service is loaded at its first use. It may use types from everywhere.
  resources: ["common", "model", "settingNames"],
  runtime: ["lifecycle"],
  plugin: ["common", "settingNames", "model", "definition", "auth", "lookup", "lifecycle", "runtime"],
  client: ["auth", "dataTests", "fabric", "identity"],
  index: ["model", "resources", "settingNames"],
};
/** Rooms that may use the types of every other room. */
export const typesOnly = ["resources"];
/** Libraries that stay in some rooms. */
export const mayImport = {
  yaml: ["identity", "unitTests"],
  "@pulumi/": ["model", "resources", "lifecycle/host", "plugin"],
  undici: ["auth", "fabric"],
};
