/*
 * Loaded first in processes of the tests: TypeScript and npm's arborist, which the Pulumi SDK loads at its start and uses for captured
 * functions alone, are loaded when they are first used. They are half of what a dynamic host needs to start. The processes of a project
 * on the disk (`withProjectStack`) go without this.
 */
const Module = require("node:module");

const load = Module._load;
const ofPulumi = /[\\/]@pulumi[\\/]pulumi[\\/]/;

Module._load = function (request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  if (!ofPulumi.test(parent?.filename ?? "")) return now();
  if (request.endsWith("/typescript-shim")) return new Proxy({}, { get: (_, name) => now()[name] });
  if (request === "@npmcli/arborist") return arborist(now);
  return now();
};

/** Called an ES module, so that nobody copies its exports at once. */
const arborist = (now) => ({
  __esModule: true,
  get Arborist() {
    return now().Arborist;
  },
});
