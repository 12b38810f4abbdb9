import { existsSync } from "node:fs";
import { builtCli, newest } from "../tools/engine/build.mjs";
import { cacheFolder } from "../tools/engine/cache.mjs";

/** Engine tests in which engine releases differ: retries after a partial failure, programs that fail. */
const files = ["errorHooks", "mistakes"];

describe("the newest engine that was tried beside the usual one", () => {
  before(function () {
    const cli = builtCli(cacheFolder(), newest);
    if (!existsSync(cli)) {
      // Building it takes minutes of both cores, which a complete run does not have.
      console.log(
        `    Pulumi ${newest.version} is not there: \`npm run engine -- --newest\` builds it from Go modules, once`,
      );
      return this.skip();
    }
    process.env.PULUMI_FABRIC_DATAFLOW_ENGINE = cli;
  });

  for (const file of files) require(`../engine/${file}.test`);
});
