// Loaded before the command line if a test's service stops responding. It shortens the waits of minutes.
require("../tools/lateModules.cjs");
require("../tools/codeCache.cjs");
const { join } = require("node:path");
const { impatience } = require("./impatience.cjs");
const dist = join(__dirname, "../../sdk/dist");

impatience(
  require(join(dist, "fabric/clock.js")).defaultTiming,
  require(join(dist, "fabric/requests.js")).defaultTimeouts,
  require(join(dist, "auth/signInNetwork.js")).defaultLimits,
);
require(join(dist, "cli/givenFile.js")).patience.pipeMs = 400;
