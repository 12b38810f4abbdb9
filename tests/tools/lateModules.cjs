/*
 * Loaded first in processes of the tests. Modules that the Pulumi SDK and undici load at their start, and that a dynamic host rarely uses,
 * are loaded at their first use. They take two thirds of the start of a host, and each operation of the engine starts a host. The
 * processes of a project on the disk (`withProjectStack`) do not use this.
 */
const Module = require("node:module");

const load = Module._load;
const inPulumi = /[\\/]@pulumi[\\/]pulumi[\\/]/;
/** TypeScript, package resolution and tracing. Only captured functions and traces need them. */
const ofPulumi =
  /^(\.\/automation|@npmcli\/arborist|@opentelemetry\/api|fdir|normalize-package-data|semver|.*\/typescript-shim)$/;
const inUndici = /[\\/]undici[\\/]index\.js$/;
/** Web classes, mocks and caches. No request needs them. */
const ofUndici = /^\.\/lib\/(cache|interceptor|mock|web)\//;

Module._load = function (request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  const file = parent?.filename ?? "";
  if (inPulumi.test(file) && ofPulumi.test(request)) return new Proxy({}, { get: (_, name) => exportOf(now, name) });
  return inUndici.test(file) && ofUndici.test(request) ? late(now) : now();
};

/** Marked as an ES module, so that its exports are not copied at once. */
function exportOf(now, name) {
  if (name === "__esModule") return true;
  const module = now();
  return name === "default" && !module.__esModule ? module : module[name];
}

/** A function or class that is loaded at its first call. undici's own properties on it, by symbol, are made at their first use. */
function late(now) {
  return new Proxy(function () {}, {
    get: (_, name) => late(() => now()[name]),
    apply: (_, self, args) => Reflect.apply(now(), self, args),
    construct(_, args) {
      const made = () => Reflect.construct(now(), args);
      return typeof args[0] === "symbol" ? late(made) : made();
    },
  });
}
