import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { type Emulator, startEmulator } from "./index";

describe("the export of many definitions, in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  const selective = (ids: readonly string[]) => ({ mode: "Selective", items: ids.map((id) => ({ id })) });
  const exported = (body: object, by = client) =>
    by.call("POST", `${by.root}/items/bulkExportDefinitions?beta=true`, body);

  it("exports the named items by their folders, with the same parts as a single read", async () => {
    const { body: folder } = await client.call("POST", `${client.root}/folders`, { displayName: "Top" });
    const [one, two] = [
      await client.dataflow("One"),
      await client.dataflow("Two", undefined, { folderId: folder.id as string }),
    ];
    await client.dataflow("Three");
    const { body } = await exported(selective([one, two]));
    expect(body.itemDefinitionsIndex).to.deep.equal([
      { id: one, rootPath: "/One.Dataflow" },
      { id: two, rootPath: "/Top/Two.Dataflow" },
    ]);
    const { body: single } = await client.call("POST", `${client.root}/items/${two}/getDefinition`);
    const parts = (body.definitionParts as { path: string }[]).filter(({ path }) => path.startsWith("/Top/"));
    expect(parts.map((part) => ({ ...part, path: part.path.replace("/Top/Two.Dataflow/", "") }))).to.deep.equal(
      single.definition.parts,
    );
  });

  it("can be a long-running operation", async () => {
    emulator.set({ switches: { longRunning: { bulkExport: true } } });
    const id = await client.dataflow("One");
    const accepted = await exported(selective([id]));
    expect(accepted.status).to.equal(202);
    emulator.advance(1_000);
    const operation = `/operations/${accepted.headers.get("x-ms-operation-id")}`;
    expect((await client.call("GET", operation)).body.status).to.equal("Succeeded");
    expect((await client.call("GET", `${operation}/result`)).body.itemDefinitionsIndex).to.have.length(1);
  });

  it("refuses the whole request if one item is read-only, has a protected label, does not exist, or is named twice", async () => {
    const [mine, theirs] = [await client.dataflow("Mine"), await client.dataflow("Theirs")];
    const label = emulator.addLabel({ isProtected: true });
    const settings = { sensitivityLabelSettings: { labelId: label.id } };
    const secret = await client.dataflow("Secret", definitionOf(), settings);
    emulator.addPrincipal({ token: "partly", readOnlyItems: [theirs] });
    const partly = new Client(emulator, "partly");
    const code = async (ids: readonly string[], by = client) => (await exported(selective(ids), by)).body.errorCode;
    expect(await code([mine, theirs], partly)).to.equal("InsufficientPrivileges");
    expect(await code([mine, secret])).to.equal("ItemsHaveProtectedLabels");
    expect(await code([mine, emulator.workspaceId])).to.equal("ItemNotFound");
    expect(await code([mine, mine])).to.equal("ItemReferencedMoreThanOnce");
    expect(
      (await client.call("POST", `${client.root}/items/bulkExportDefinitions`, selective([mine]))).status,
    ).to.equal(400);
    emulator.takeViolations();
  });

  it("exports all items that the caller may write", async () => {
    const [mine, theirs] = [await client.dataflow("Mine"), await client.dataflow("Theirs")];
    emulator.addPrincipal({ token: "partly", readOnlyItems: [theirs] });
    const { body } = await exported({ mode: "All" }, new Client(emulator, "partly"));
    expect((body.itemDefinitionsIndex as { id: string }[]).map(({ id }) => id)).to.deep.equal([mine]);
  });
});
