import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

describe("a dynamic host with unchanged resources", () => {
  it("reads no file of the definition, and loads neither the parser nor the modules for requests and sign-ins", () => {
    const output = execFileSync(process.execPath, [join(__dirname, "unchanged.cjs")], { encoding: "utf8" });
    const { changes, failures, modules } = JSON.parse(output) as {
      changes: boolean[];
      failures: unknown[];
      modules: string[];
    };
    expect(changes).to.deep.equal([false, false]);
    // The definition's folder does not exist, so reading it would fail.
    expect(failures).to.deep.equal([]);
    const packages = new Set(
      modules.flatMap((file) => /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? []),
    );
    const heavy = [
      "@azure/msal-node",
      "undici",
      "@microsoft/powerquery-parser",
      "apache-arrow",
      "node-forge",
      "windows-iana",
      "yaml",
    ];
    expect(heavy.filter((name) => packages.has(name))).to.deep.equal([]);
    const own = modules
      .filter((file) => /sdk[\\/]dist[\\/]/.test(file))
      .map((file) => file.replace(/^.*sdk[\\/]dist[\\/]/, ""));
    expect(own).to.include("runtime.js");
    // Each check searches for settings that would select another identity. It reads their names and sources, and loads no code for sign-in.
    const names = ["hostInput", "misplacedSettings", "identityChoice", "settingsSource", "unknownArguments"];
    const ofAuth = own.flatMap((file) => /^auth[\\/](\w+)\.js$/.exec(file)?.[1] ?? []);
    expect(ofAuth.filter((name) => !names.includes(name))).to.deep.equal([]);
    expect(own.filter((file) => /^fabric[\\/](http|client)\.js$/.test(file))).to.deep.equal([]);
    // It does not load the code that reads M or the code that changes an item.
    const later =
      /^(definition[\\/](m[\\/]read|queryFingerprints|lineage)|lifecycle[\\/]dataflow[\\/](create|read|update|delete))\.js$/;
    expect(own.filter((file) => later.test(file))).to.deep.equal([]);
  });
});
