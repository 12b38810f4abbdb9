import { expect } from "chai";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folder, table } from "../dataflows";
import { type Emulator, startEmulator } from "../emulator/index";
import { withProjectStack } from "../engine/harness/projectStack";
import { expectExcerpt, outputOf as outputOfPage } from "../examples/excerpts";
import { blocks, read } from "../unit/docs/pages";
import sdk from "../../sdk/package.json";
import { Workspace } from "./workspace";

const guide = (name: string) => `docs/${name}.md`;
const outputOf = (name: string, output: string): string => outputOfPage(guide(name), output);

/** The files that a reader of a page writes: each block below a line that ends with the file's name. */
function filesOf(page: string): Record<string, string> {
  const found = read(guide(page)).matchAll(/`([\w./]+)`:\n+```\w*\n([\s\S]*?)^```/gm);
  return Object.fromEntries([...found].map(([, name, text]) => [name!, text!]));
}

/** The commands of a page that begin with this text, each as a list of words. */
const commandsOf = (page: string, start: string): string[][] =>
  blocks(guide(page))
    .filter(({ language }) => language === "bash")
    .flatMap(({ text }) => text.split("\n"))
    .map((line) => line.replace(/\s+#.*$/, "").split(" && ")[0]!)
    .filter((line) => line.startsWith(start))
    .map((line) => line.split(/\s+/));

/** The output without the engine's lines about the tests' replacement of Pulumi's language host. */
const withoutStandIn = (printed: string): string =>
  printed.replaceAll(/ warning: using pulumi-language-nodejs.*$/gm, "").replaceAll(/ 1 warning$/gm, "");

/** Follows the guides in a newcomer's order, with the packed package in an empty folder. Does only the steps of the guides. */
describe("a newcomer's first two days, by the guides:", function () {
  this.timeout(400_000);
  let workspace: Workspace;
  let emulator: Emulator;
  const env = () => ({ FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint });
  const at = (path: string) => join(workspace.folder, path);

  /** A command of a page, with this tenant's names instead of the page's. */
  const typed = ([command, ...args]: string[]): Promise<string> => {
    const names: Record<string, string> = { Finance: "Emulated workspace", "<id>": emulator.workspaceId };
    return workspace.run(
      command!,
      args.map((arg) => names[arg] ?? arg),
      { env: env() },
    );
  };

  before(async () => {
    emulator = await startEmulator({ switches: { longRunning: { create: true } } });
    workspace = new Workspace();
    await workspace.install({ "@pulumi/pulumi": sdk.devDependencies["@pulumi/pulumi"] });
  });
  after(async () => {
    workspace?.remove();
    await emulator?.close();
  });

  it("get-started checks the identity, validates, deploys, and previews an edit", async () => {
    for (const [file, text] of Object.entries(filesOf("get-started"))) workspace.write(file, text);
    const [, whoami] = commandsOf("get-started", "npx pulumi-fabric-dataflow whoami");
    expectExcerpt(outputOf("get-started", "whoami"), await typed(whoami!));
    const [validate] = commandsOf("get-started", "npx pulumi-fabric-dataflow validate");
    expect(await typed(validate!)).to.match(/no problem|0 errors|in order|nothing/i);
    const config = { "finance:workspaceId": emulator.workspaceId };
    await withProjectStack({ directory: workspace.folder, config, env: env() }, async (stack) => {
      expectExcerpt(outputOf("get-started", "up"), withoutStandIn((await stack.up({ color: "never" })).stdout));
      cpSync(at("Prices.Dataflow"), at("old/Prices.Dataflow"), { recursive: true });
      const mashup = readFileSync(at("Prices.Dataflow/mashup.pq"), "utf8");
      workspace.write("Prices.Dataflow/mashup.pq", mashup.replace("4.2", "4.5"));
      const seen = await stack.preview({ color: "never", diff: true });
      expectExcerpt(outputOf("get-started", "preview"), `${seen.stderr}\n${seen.stdout}`);
      await stack.up();
    });
  });

  it("environments writes each environment's values, and stops at a value of development", async () => {
    // The page's ids, with this tenant's workspace instead of the page's.
    const { "Pulumi.test.yaml": settings = "", "index.ts": program = "", ...files } = filesOf("environments");
    const id = (key: string) => new RegExp(`${key}: (.*)`).exec(settings)?.[1] ?? "";
    const clusterId = "c0000000-0000-4000-8000-000000000001";
    const path = `${id("server")};Sales`;
    emulator.addConnection({ id: id("sqlConnectionId"), clusterId, type: "Sql", path });
    emulator.addConnection({ id: id("lakehouseConnectionId"), clusterId, type: "Lakehouse", path: "Lakehouse" });
    const own = { "Pulumi.test.yaml": settings.replace(id("workspaceId"), emulator.workspaceId), "index.ts": program };
    for (const [file, text] of Object.entries({ ...files, ...own })) workspace.write(`orders/${file}`, text);
    workspace.write("orders/package.json", { name: "orders", private: true, main: "index.ts" });
    await withProjectStack({ directory: at("orders"), stack: "test", env: env() }, async (stack) => {
      expectExcerpt(outputOf("environments", "up"), withoutStandIn((await stack.up({ color: "never" })).stdout));
      const orders = emulator.items().find(({ displayName }) => displayName === "Orders");
      const { "mashup.pq": m = "", "queryMetadata.json": json = "" } = orders?.edited ?? {};
      expect(m)
        .to.contain(`Server = "${id("server")}"`)
        .and.contain(id("lakehouseId"))
        .and.not.match(/dev-sql|d0d0d0d0/);
      expect(json)
        .to.contain(`"${path}"`)
        .and.contain(id("sqlConnectionId"))
        .and.not.match(/dev-sql|d0d0d0d0/);
      const [show] = commandsOf("environments", "npx pulumi-fabric-dataflow show");
      expectExcerpt(outputOf("environments", "show"), await typed(show!));
      const lines = program.split("\n");
      workspace.write("orders/index.ts", lines.filter((line) => !line.includes("bind: ")).join("\n"));
      const stopped = await stack.tryPreview({ color: "never" });
      expect(stopped.succeeded).to.equal(false);
      expectExcerpt(outputOf("environments", "isolated"), `${stopped.stdout}\n${stopped.stderr}`);
    });
  });

  it("review reports the same edit as the preview, only from files", async () => {
    cpSync(at("Prices.Dataflow"), at("new/Prices.Dataflow"), { recursive: true });
    const review = commandsOf("review", "npx pulumi-fabric-dataflow review").find((words) => words.includes("./old"));
    const printed = await typed(review!);
    expect(printed)
      .to.contain("Prices.Dataflow: changed")
      .and.match(/^ +Prices changed: M$/m)
      .and.match(/~ Source/);
  });

  it("adopt exports the existing dataflow and adopts it without a write", async () => {
    const [exported] = commandsOf("adopt", "npx pulumi-fabric-dataflow export");
    await typed(exported!);
    // The page's `npm install`, with the packed package instead of the registry's.
    const install = ["install", "../pulumi-fabric-dataflow.tgz", "--prefer-offline", "--no-audit", "--no-fund"];
    await workspace.run("npm", ["--prefix", "finance", ...install.map((arg) => arg.replace("..", workspace.folder))]);
    emulator.clearRequests();
    await withProjectStack({ directory: at("finance"), env: env() }, async (stack) => {
      await stack.up();
      const writes = Object.keys(emulator.counts()).filter((name) =>
        /^(create|update|delete|run|move|apply)/.test(name),
      );
      expect(writes).to.deep.equal([]);
      emulator.clearRequests();
      await stack.up();
      expect(emulator.counts(), "a second up").to.deep.equal({});
    });
  });

  it("data-tests writes a definition that passes, and stops at one that fails", async () => {
    const [program] = blocks(guide("data-tests")).filter(({ language }) => language === "ts");
    workspace.write("tested/index.ts", program!.text);
    workspace.write("tested/package.json", { name: "tested", private: true, main: "index.ts" });
    workspace.write("tested/Pulumi.yaml", "name: tested\nruntime: nodejs\n");
    const queries = { Orders: table("a"), Regions: table("b") };
    for (const [file, text] of Object.entries(folder("Sales.Dataflow", queries)))
      workspace.write(`tested/${file}`, String(text));
    const types = { OrderId: "int64", Amount: "number" } as const;
    emulator.addTable({ query: "Orders", columns: { OrderId: [1, 2], Amount: [1.5, 2.5] }, types });
    emulator.addTable({ query: "Regions", columns: { Region: ["a", "b", "c", "d"] } });
    const config = { "tested:workspaceId": emulator.workspaceId };
    await withProjectStack({ directory: at("tested"), config, env: env() }, async (stack) => {
      await stack.up();
      const [sales] = emulator.items().filter(({ displayName }) => displayName === "sales");
      const written = sales?.edited?.["mashup.pq"];
      expect(written).to.equal(readFileSync(at("tested/Sales.Dataflow/mashup.pq"), "utf8"));
      emulator.addTable({ query: "Orders", columns: { OrderId: [1, 1], Amount: [1.5, 2.5] }, types });
      workspace.write(
        "tested/Sales.Dataflow/mashup.pq",
        String(folder("Sales.Dataflow", { ...queries, Orders: table("c") })["Sales.Dataflow/mashup.pq"]),
      );
      const stopped = await stack.tryUp();
      expect(stopped.succeeded).to.equal(false);
      expect(stopped.stdout + stopped.stderr).to.match(/test of Orders failed: .*OrderId/);
      expect(emulator.item(sales!.id).edited?.["mashup.pq"], "the existing definition stays").to.equal(written);
      await stack.destroy();
    });
  });
});
