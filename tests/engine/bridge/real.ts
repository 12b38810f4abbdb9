import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { makeCertificate } from "../../auth/certificates";
import type { Emulator } from "../../emulator/index";
import { root } from "../../tools/layout.mjs";
import { run } from "../../tools/processes.mjs";
import { engineEnvironment, putEngineOnPath } from "../harness/cli";
import { languageHost } from "../harness/projectStack";

/*
 * Pulumi's real bridge over Microsoft's real Terraform provider, if both are on the machine:
 *   PULUMI_TERRAFORM_PROVIDER  pulumi-resource-terraform-provider, built with its version
 *   TERRAFORM_PROVIDER_FABRIC  terraform-provider-fabric, of the version that examples/platform names
 * `pulumi install` also needs Pulumi's own language host, from an installed Pulumi or beside the first one.
 */
const plugin = process.env.PULUMI_TERRAFORM_PROVIDER ?? "";
const provider = process.env.TERRAFORM_PROVIDER_FABRIC ?? "";

/** The reason why the tests of the real bridge cannot run here, or undefined. */
export function whyNotReal(): string | undefined {
  if (plugin === "" || provider === "")
    return "PULUMI_TERRAFORM_PROVIDER and TERRAFORM_PROVIDER_FABRIC name no real bridge and provider";
  const missing = [plugin, provider].find((file) => !existsSync(file));
  if (missing !== undefined) return `${missing} is not there`;
  const beside = existsSync(join(dirname(plugin), "pulumi-language-nodejs"));
  return beside || languageHost().own
    ? undefined
    : "pulumi-language-nodejs is neither on the PATH nor beside the plugin";
}

export interface RealBridge {
  /** Arguments of each call of the Azure CLI. */
  signIns(): string[];
  /** Folders that the PATH needs. */
  path: string[];
  env: Record<string, string>;
  config: Record<string, string>;
}

const INSTALL_MS = 9 * 60_000;

/**
 * Runs `pulumi install` in a project's folder, which generates the SDK from the project's block `packages:`. Gives the emulator an address
 * with TLS, because the Terraform provider sends its token only over TLS. Both providers sign in with the Azure CLI, which a script replaces.
 */
export async function withRealBridge(
  emulator: Emulator,
  directory: string,
  use: (bridge: RealBridge) => Promise<void>,
): Promise<void> {
  putEngineOnPath();
  const { certificate, privateKey } = await makeCertificate("localhost");
  const own = join(directory, ".bridge");
  mkdirSync(own);
  const caFile = join(own, "ca.pem");
  writeFileSync(caFile, certificate);
  const log = join(own, "az.log");
  writeFileSync(log, "");
  writeFileSync(join(own, "az"), azureCli(emulator.token, log));
  chmodSync(join(own, "az"), 0o755);
  const home = join(own, "pulumi-home");
  const path = [own, dirname(plugin)];
  const env = {
    PULUMI_HOME: home,
    PULUMI_DYNAMIC_TF_PLUGIN_CACHE_DIR: providerCache(own, directory),
    SSL_CERT_FILE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
  };
  const server = createServer({ cert: certificate, key: privateKey }, (incoming, response) => {
    const { url, method, headers } = incoming;
    const onward = request(new URL(url ?? "/", emulator.endpoint), { method, headers }, (upstream) => {
      const { location } = upstream.headers;
      // The service uses the address of the request in the URLs of its operations.
      if (location) upstream.headers.location = location.replace(new URL(emulator.endpoint).origin, origin);
      response.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(response);
    });
    onward.on("error", () => response.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  try {
    await install(directory, { ...env, PATH: [...path, process.env.PATH].join(delimiter) });
    const signIns = () => readFileSync(log, "utf8").split("\n").filter(Boolean);
    await use({ path, env, config: { "fabric:endpoint": origin, "fabric:useCli": "true" }, signIns });
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(own, { recursive: true, force: true });
  }
}

/** The output of `az account get-access-token`. */
const azureCli = (token: string, log: string): string => {
  const expires = Math.floor(Date.now() / 1000) + 3_600;
  const output = JSON.stringify({ accessToken: token, expires_on: expires, expiresOn: "2099-01-01 00:00:00.000000" });
  return `#!/bin/sh\necho "$*" >> "${log}"\ncat <<'END'\n${output}\nEND\n`;
};

/** Copies the Terraform provider into the bridge's cache, so that the bridge does not use a registry. */
function providerCache(own: string, directory: string): string {
  const project = readFileSync(join(directory, "Pulumi.yaml"), "utf8");
  const version = /- microsoft\/fabric\n\s+- (\S+)/.exec(project)?.[1] ?? "";
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const folder = join(own, "providers", "registry.opentofu.org", "microsoft", "fabric", version, platform);
  mkdirSync(folder, { recursive: true });
  symlinkSync(provider, join(folder, "terraform-provider-fabric"));
  return join(own, "providers");
}

async function install(directory: string, env: Record<string, string>): Promise<void> {
  const all = { ...engineEnvironment(directory, env), npm_config_ignore_scripts: "false" };
  const command = async (name: string, ...args: string[]): Promise<string> => {
    const { code, output, timedOut } = await run(name, args, { cwd: directory, env: all, timeoutMs: INSTALL_MS });
    if (timedOut || code !== 0)
      throw new Error(`${name} ${args.join(" ")} ${timedOut ? "did not end" : `failed (${code})`}:\n${output}`);
    return output;
  };
  const version = (await command(plugin, "-version")).trim().replace(/^v/, "");
  await command("pulumi", "plugin", "install", "resource", "terraform-provider", version, "--file", plugin);
  // Without a version Pulumi requests the newest one from GitHub.
  edit(directory, "Pulumi.yaml", (text) =>
    text.replace(/( +)source: terraform-provider\n/, `$&$1version: ${version}\n`),
  );
  await command("npm", "pack", join(root, "sdk"), "--pack-destination", directory);
  edit(directory, "package.json", (text) => {
    const { version } = require(join(root, "sdk", "package.json")) as { version: string };
    return text.replace(/("pulumi-fabric-dataflow": *)"[^"]*"/, `$1"file:pulumi-fabric-dataflow-${version}.tgz"`);
  });
  await command("pulumi", "install");
}

const edit = (directory: string, file: string, change: (text: string) => string): void =>
  writeFileSync(join(directory, file), change(readFileSync(join(directory, file), "utf8")));
