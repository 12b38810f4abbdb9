import { expect } from "chai";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../tools/engine/cache.mjs";
import { inspect, isSupported } from "../../tools/engine/cli.mjs";
import { scratch } from "../../tools/layout.mjs";

describe("the search for an engine", () => {
  it("accepts a CLI from the oldest SDK's version on, but not of the next major version", () => {
    for (const version of ["v3.216.0", "3.216.1", "v3.259.0\n", "v3.1000.0", "v3.260.0-dev.1+dirty"]) {
      expect(isSupported(version), version).to.equal(true);
    }
    for (const version of ["v3.215.9", "v3.99.0", "v2.900.0", "v4.0.0", "", "pulumi"]) {
      expect(isSupported(version), version).to.equal(false);
    }
  });
  it("uses the platform's cache folder, or a configured folder", () => {
    const home = "/home/u";
    const at = (platform: NodeJS.Platform, env: Record<string, string> = {}) => cacheFolder({ env, platform, home });
    expect(at("linux")).to.equal("/home/u/.cache/pulumi-fabric-dataflow");
    expect(at("linux", { XDG_CACHE_HOME: "/x" })).to.equal("/x/pulumi-fabric-dataflow");
    expect(at("darwin")).to.equal("/home/u/Library/Caches/pulumi-fabric-dataflow");
    expect(at("win32", { LOCALAPPDATA: "/l" })).to.equal("/l/pulumi-fabric-dataflow");
    expect(at("darwin", { PULUMI_FABRIC_DATAFLOW_CACHE: "/c" })).to.equal("/c");
  });

  describe("with a pulumi in some folder", () => {
    let folder: string;
    const script = (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, `#!/bin/sh\n${text}\n`);
      chmodSync(file, 0o755);
      return file;
    };
    beforeEach(() => {
      mkdirSync(scratch, { recursive: true });
      folder = mkdtempSync(join(scratch, "cli-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("uses it if it is new enough and has the launcher of dynamic resources", async () => {
      const cli = script("pulumi", "echo v3.300.1");
      script("pulumi-resource-pulumi-nodejs", "");
      expect(await inspect(cli, "")).to.deep.equal({ cli, version: "v3.300.1" });
    });
    it("says what is wrong if it is old, has no launcher, or does not run", async () => {
      expect(await inspect(script("pulumi", "echo v3.100.0"), ""))
        .to.have.property("problem")
        .match(/v3\.100\.0.*3\.216\.0/);
      expect(await inspect(script("pulumi", "echo v3.300.1"), ""))
        .to.have.property("problem")
        .match(/pulumi-resource-pulumi-nodejs/);
      expect(await inspect(script("pulumi", "echo no >&2; exit 3"), ""))
        .to.have.property("problem")
        .match(/does not run/);
    });
  });
});
