import { existsSync } from "node:fs";
import { builtCli, newest } from "../tools/engine/build.mjs";
import { cacheFolder } from "../tools/engine/cache.mjs";

/** Engine tests of what the engine's releases do differently: retries after a partial failure, programs that end wrongly. */
const files = ["errorHooks", "mistakes"];

describe("the newest engine that was tried beside the usual one", () => {
  before(function () {
    const cli = builtCli(cacheFolder(), newest);
    if (!existsSync(cli)) {
      // To build it takes minutes of both cores, which a run of everything has not.
      console.log(
        `    Pulumi ${newest.version} is not there: \`npm run engine -- --newest\` builds it from Go modules, once`,
      );
      return this.skip();
    }
    process.env.PULUMI_FABRIC_DATAFLOW_ENGINE = cli;
  });

  for (const file of files) require(`../engine/${file}.test`);
});
