#!/usr/bin/env node
"use strict";
const { existsSync } = require("node:fs");
const { join } = require("node:path");

// npm links a command only to a file that is there when it installs, and dist/ comes with the first build.
const main = join(__dirname, "..", "dist", "cli", "main.js");
if (existsSync(main)) {
  require(main);
} else {
  console.error(
    `pulumi-fabric-dataflow: ${main} is missing. In a clone of the repository run \`npm run build\` first.`,
  );
  process.exitCode = 1;
}
