import { existsSync } from "node:fs";
import { builtCli, newest } from "../tools/engine/build.mjs";
import { cacheFolder } from "../tools/engine/cache.mjs";

/**
 * Engine tests whose results depend on the engine's release, or may depend on it: retries after a partial failure, programs that fail, import files,
 * steps that an earlier operation left undone, and replacements.
 */
const files = ["errorHooks", "mistakes", "importFile", "unfinished", "options"];

describe("the newest tested engine", () => {
  before(function () {
    const cli = builtCli(cacheFolder(), newest);
    if (!existsSync(cli)) {
      // The build takes minutes of both cores. A complete run does not have this time.
      console.log(
        `    Pulumi ${newest.version} is not there: \`npm run engine -- --newest\` builds it from Go modules, once`,
      );
      return this.skip();
    }
    process.env.PULUMI_FABRIC_DATAFLOW_ENGINE = cli;
  });

  for (const file of files) require(`../engine/${file}.test`);
});
