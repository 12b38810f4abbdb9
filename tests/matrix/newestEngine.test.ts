import { newestEngine } from "../tools/engine.mjs";

/** Engine tests of what the engine's releases do differently: retries after a partial failure, programs that end wrongly. */
const files = ["errorHooks", "mistakes"];

describe("the newest engine that was tried beside the usual one", () => {
  before(async function () {
    const { cli, version } = await newestEngine();
    if (cli === undefined) {
      // To build it takes minutes of both cores, which a run of everything has not.
      console.log(`    Pulumi ${version} is not there: \`npm run engine -- --newest\` builds it from Go modules, once`);
      return this.skip();
    }
    process.env.PULUMI_FABRIC_DATAFLOW_ENGINE = cli;
  });

  for (const file of files) require(`../engine/${file}.test`);
});
