import { expect } from "chai";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { version } from "../../sdk/package.json";
import { makeCertificate } from "../auth/certificates";
import { pluginFolder } from "../tools/layout.mjs";
import { gitHubWorkflow, onPath, runStep } from "../tools/pipelines";
import { writeArchives, writeChecksums } from "../tools/plugin/archives.mjs";
import { download } from "../tools/plugin/schema.mjs";
import { run } from "../tools/processes.mjs";
import { putEngineOnPath } from "./harness/cli";
import { engineTestMs } from "./harness/stack";

const OWNER_AND_NAME = "contoso/pulumi-fabric.dataflow";
const job = gitHubWorkflow(".github/workflows/release.yml", { "github.token": "t" }, "plugin");

/** A `gh` whose releases are folders. It uploads by copies. */
const GH = `#!/usr/bin/env bash
set -e
[ "$1" = release ] || exit 2
case $2 in
  view) [ -d "$RELEASES/$3" ] ;;
  create) mkdir "$RELEASES/$3" ;;
  upload) tag=$3; shift 3; for file in "$@"; do [ "$file" = --clobber ] || cp "$file" "$RELEASES/$tag/"; done ;;
esac
`;

describe("the plugin of a release, on the real engine", function () {
  this.timeout(engineTestMs);
  let folder: string;
  let releases: string;
  let server: Server;
  before(async () => {
    putEngineOnPath();
    folder = mkdtempSync(join(tmpdir(), "plugin-release-"));
    releases = join(folder, "releases");
    for (const name of [releases, join(folder, "bin"), join(folder, ".tmp")]) mkdirSync(name);
    writeFileSync(join(folder, "bin", "gh"), GH);
    chmodSync(join(folder, "bin", "gh"), 0o755);
    const { certificate, privateKey } = await makeCertificate("releases");
    writeFileSync(join(folder, "ca.pem"), certificate);
    server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
      const [, tag = "", file] =
        /^\/repos\/contoso\/pulumi-fabric\.dataflow\/releases\/(?:tags|assets)\/([^/]+)\/?(.*)$/.exec(request.url!) ??
        [];
      if (tag === "" || !readdirSync(releases).includes(tag)) return void response.writeHead(404).end();
      if (file) return void response.end(readFileSync(join(releases, tag, file)));
      const address = `https://${request.headers.host}${request.url!.replace("/tags/", "/assets/")}`;
      const assets = readdirSync(join(releases, tag)).map((name) => ({ name, url: `${address}/${name}` }));
      response.end(JSON.stringify({ tag_name: tag, assets }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const release = () =>
    runStep(job, "The release has the plugin's archives, from which Pulumi installs it", folder, {
      PATH: onPath(join(folder, "bin")),
      RELEASES: releases,
      GITHUB_REF_NAME: `v${version}`,
    });

  const install = (home: string, ...more: string[]) => {
    const { pluginDownloadURL } = download({ repository: { url: `git+https://github.com/${OWNER_AND_NAME}.git` } });
    const { port } = server.address() as AddressInfo;
    const folders = (process.env.PATH ?? "").split(delimiter).filter((one) => one !== pluginFolder);
    const env = {
      PATH: folders.join(delimiter),
      PULUMI_HOME: join(folder, home),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      SSL_CERT_FILE: join(folder, "ca.pem"),
      NO_PROXY: "127.0.0.1",
      PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES: `^github://api\\.github\\.com/(?P<path>.*)$=github://127.0.0.1:${port}/\${path}`,
    };
    const args = ["plugin", "install", "resource", "fabric-dataflow", version, "--server", pluginDownloadURL!];
    return run("pulumi", [...args, ...more], { env, timeoutMs: 60_000 });
  };

  it("is found at the schema's address by the file names of the workflow, and has the checksums", async () => {
    const archives = await writeArchives(join(folder, ".tmp", "plugin-archives"));
    writeChecksums(join(folder, ".tmp", "plugin-archives"), archives);
    const early = await install("early");
    expect(early.code, "nothing is released").not.to.equal(0);
    for (const time of ["first", "again"]) {
      const { code, output } = await release();
      expect(code, `${time}: ${output}`).to.equal(0);
    }
    const files = readdirSync(join(releases, `v${version}`));
    const systems = ["linux", "darwin", "windows"].flatMap((os) => [`${os}-amd64`, `${os}-arm64`]);
    const names = systems.map((system) => `pulumi-resource-fabric-dataflow-v${version}-${system}.tar.gz`);
    const checksums = `pulumi-fabric-dataflow_${version}_checksums.txt`;
    expect(files).to.have.members([...names, checksums]);
    const check = await run("sha256sum", ["--check", "--strict", checksums], {
      cwd: join(releases, `v${version}`),
      timeoutMs: 30_000,
    });
    expect(check.code, check.output).to.equal(0);
    const { code, output } = await install("home");
    expect(code, output).to.equal(0);
    const installed = join(folder, "home", "plugins", `resource-fabric-dataflow-v${version}`);
    expect(readdirSync(installed)).to.include.members(["pulumi-resource-fabric-dataflow", "index.js", "schema.json"]);
  });

  it("is refused if its checksum differs", async () => {
    const { code, output } = await install("other", "--checksum", "00".repeat(32));
    expect(code).not.to.equal(0);
    expect(output).to.match(/invalid checksum/);
  });
});
