import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

async function prepared(world: World, more: Args = {}) {
  const { emulator } = world;
  const tags = [emulator.addTag("a").id, emulator.addTag("b").id];
  const folderId = await world.addFolder("reports");
  const args: Args = {
    workspaceId: emulator.workspaceId,
    displayName: "Sales",
    description: "mine",
    folderId,
    tags,
    definition: definition(),
    ...more,
  };
  const sales = new Resource(world, "dataflow");
  await sales.up(args);
  const other = { tag: emulator.addTag("c").id, folder: await world.addFolder("other") };
  world.newRequests();
  return { sales, args, emulator, other };
}

const theirs = { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } };

describe("drift of a dataflow", () => {
  it("is absent right after a create, and a check needs two requests", () =>
    inWorld(async (world) => {
      const { sales, args } = await prepared(world);
      const before = sales.inputs;
      await sales.refresh();
      expect(world.newRequests()).to.deep.equal({ getItem: 1, getDefinition: 1 });
      expect(sales.inputs).to.have.all.keys(...Object.keys(before));
      expect((await sales.preview(args)).does).to.equal("same");
      expect(world.messages("warn")).to.equal("");
    }));

  const kinds: Record<string, { edit: (other: { tag: string; folder: string }) => object; key: string; call: string }> =
    {
      name: { edit: () => ({ displayName: "Theirs" }), key: "displayName", call: "updateItem" },
      description: { edit: () => ({ description: "theirs" }), key: "description", call: "updateItem" },
      "a description that was emptied": { edit: () => ({ description: "" }), key: "description", call: "updateItem" },
      folder: { edit: ({ folder }) => ({ folderId: folder }), key: "folderId", call: "moveItem" },
      "a move to the root": { edit: () => ({ folderId: null }), key: "folderId", call: "moveItem" },
      "other tags": { edit: ({ tag }) => ({ tags: [tag] }), key: "tags", call: "applyTags" },
      "no tags": { edit: () => ({ tags: [] }), key: "tags", call: "applyTags" },
      definition: { edit: () => theirs, key: "definitionFingerprint", call: "updateDefinition" },
    };
  for (const [what, { edit, key, call }] of Object.entries(kinds))
    it(`(${what}) is found by a refresh, shown by the next preview and repaired by up`, () =>
      inWorld(async (world) => {
        const { sales, args, emulator, other } = await prepared(world);
        emulator.portalEdit(sales.id, edit(other));
        expect(await sales.up(args), "without a refresh nothing is checked").to.equal("same");
        await sales.refresh();
        const { does, differs } = await sales.preview(args);
        expect(does).to.equal("updated");
        expect(differs.filter((name) => !["definitionRevision", "queries"].includes(name))).to.deep.equal([key]);
        world.newRequests();
        expect(await sales.up(args)).to.equal("updated");
        expect(world.newRequests()).to.have.property(call, 1);
        const item = emulator.item(sales.id);
        expect(item).to.include({ displayName: "Sales", description: "mine", folderId: args.folderId });
        expect(item.tags).to.have.members(args.tags as string[]);
        expect(item.edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
        await sales.refresh();
        expect(await sales.up(args)).to.equal("same");
      }));

  it("is a new revision if the definition is repaired", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world, { publishOnUpdate: true });
      emulator.portalEdit(sales.id, theirs);
      await sales.refresh();
      expect(world.messages("warn")).to.match(/definition was changed in Fabric/);
      expect((await sales.preview(args)).inputs).to.include({ definitionRevision: 2, publishedRevision: 2 });
      await sales.up(args);
      expect(sales.outs).to.include({ definitionRevision: 2, publishedRevision: 2 });
      expect(emulator.item(sales.id).published?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
    }));

  it("has no effect on dependents and needs no call if it was undone in the portal", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world);
      const fingerprint = sales.outs.definitionFingerprint;
      const mine = emulator.item(sales.id).edited!["mashup.pq"]!;
      emulator.portalEdit(sales.id, theirs);
      await sales.refresh();
      emulator.portalEdit(sales.id, { parts: { "mashup.pq": mine } });
      await sales.refresh();
      world.newRequests();
      await sales.up(args);
      expect(world.newRequests()).to.deep.equal({});
      expect(sales.outs).to.include({ definitionFingerprint: fingerprint, definitionRevision: 1 });
    }));

  it("is ignored for a property that is not declared", () =>
    inWorld(async (world) => {
      const { emulator } = world;
      const bare = new Resource(world, "dataflow");
      const args = { workspaceId: emulator.workspaceId, displayName: "Bare", definition: definition() };
      await bare.up(args);
      const tag = emulator.addTag("x");
      const folderId = await world.addFolder("somewhere");
      emulator.portalEdit(bare.id, { description: "theirs", tags: [tag.id], folderId });
      await bare.refresh();
      expect(await bare.up(args)).to.equal("same");
    }));

  for (const [how, more] of Object.entries({ "its argument": { driftCheck: "item" }, "a setting": {} }))
    it(`does not read the definition if ${how} says "item"`, () =>
      inWorld(async (world) => {
        const { sales, args, emulator } = await prepared(world, more);
        if (how === "a setting") world.context.settings.driftCheck = "item";
        emulator.portalEdit(sales.id, { ...theirs, displayName: "Theirs" });
        await sales.refresh();
        expect(world.newRequests()).to.deep.equal({ getItem: 1 });
        expect((await sales.preview(args)).differs).to.deep.equal(["displayName"]);
        await sales.up({ ...args, definition: definition({ Orders: "two" }) });
        expect(world.messages("warn")).to.match(/edited in Fabric.*; it is overwritten, because driftCheck is "item"/);
        expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
      }));

  it("is not overwritten if no refresh found it", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world);
      emulator.portalEdit(sales.id, theirs);
      const edited = { ...args, definition: definition({ Orders: "two" }) };
      expect(await failure(sales.up(edited))).to.match(
        /edited in Fabric since the last `pulumi up` or refresh.*pulumi refresh/s,
      );
      expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(theirs.parts["mashup.pq"]);
      await sales.refresh();
      await sales.up(edited);
      expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
    }));

  it("of the definition is not checked by a reader, who gets a warning, while the rest is checked", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world);
      emulator.addPrincipal({ token: "reader", role: "Viewer" });
      world.context.client = world.client("reader");
      emulator.portalEdit(sales.id, { ...theirs, description: "theirs" });
      await sales.refresh();
      expect(world.messages("warn")).to.match(/definition could not be read, so it was not compared/);
      expect((await sales.preview(args)).differs).to.deep.equal(["description"]);
    }));

  it("is checked without the definition if the item has a protected label", () =>
    inWorld(async (world) => {
      const label = world.emulator.addLabel({ isProtected: true });
      const { sales, args } = await prepared(world, { sensitivityLabel: { labelId: label.id } });
      expect(world.messages("warn")).to.match(/could not be read back/);
      await sales.refresh();
      expect(world.messages("warn")).to.match(/could not be read, so it was not compared/);
      expect(await sales.up(args)).to.equal("same");
    }));

  const unreadable = ["ItemsHaveProtectedLabels", "ItemHasProtectedLabel"];
  for (const errorCode of unreadable)
    it(`is not checked if ${errorCode} forbids the read of the definition, which is still written`, () =>
      inWorld(async (world) => {
        const { sales, args, emulator } = await prepared(world);
        const fault = { kind: "status", status: 400, errorCode } as const;
        emulator.faults.add({ operation: "getDefinition", times: 0, fault });
        await sales.refresh();
        expect(world.messages("warn")).to.match(/could not be read, so it was not compared/);
        await sales.up({ ...args, definition: definition({ Orders: "two" }) });
        expect(world.messages("warn")).to.match(/could not be read before it is overwritten/);
        expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
      }));

  const failures = {
    "an operation that failed": { kind: "operation", operation: { outcome: "fail", errorCode: "UnknownError" } },
    "a service with too many requests": { kind: "status", status: 429, errorCode: "TooManyRequests", retryAfter: 0 },
    "a request that was refused as invalid": { kind: "status", status: 400, errorCode: "InvalidRequest" },
  } as const;
  for (const [what, fault] of Object.entries(failures))
    it(`is not overwritten if it could not be checked because of ${what}`, () =>
      inWorld(
        async (world) => {
          const { sales, args, emulator } = await prepared(world);
          world.context.client = world.client(emulator.token, { maxRetries: 0 });
          emulator.portalEdit(sales.id, theirs);
          emulator.faults.add({ operation: "getDefinition", times: 0, fault });
          const code = "errorCode" in fault ? fault.errorCode : fault.operation.errorCode;
          expect(await failure(sales.refresh())).to.contain(code);
          const edited = { ...args, definition: definition({ Orders: "two" }) };
          expect(await failure(sales.up(edited))).to.contain(code);
          expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(theirs.parts["mashup.pq"]);
        },
        { switches: { longRunning: { getDefinition: true } } },
      ));

  it("is repaired by a new item if the old one was deleted elsewhere", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world);
      const first = sales.id;
      emulator.portalDelete(first);
      expect(await sales.refresh()).to.equal(false);
      expect(await sales.up(args)).to.equal("created");
      expect(sales.id).not.to.equal(first);
    }));

  const errors = {
    "another 404": { status: 404, errorCode: "WorkspaceNotFound" },
    "a refusal": { status: 403, errorCode: "InsufficientPrivileges" },
    "an error of the service": { status: 500, errorCode: "UnknownError" },
  } as const;
  for (const [what, error] of Object.entries(errors))
    it(`is not assumed to be a deletion for ${what}`, () =>
      inWorld(async (world) => {
        const { sales } = await prepared(world);
        world.emulator.faults.add({ operation: "getItem", times: 0, fault: { kind: "status", ...error } });
        expect(await failure(sales.refresh())).to.contain(error.errorCode);
        expect(sales.kept).not.to.equal(undefined);
      }));

  it("includes an edited definition that cannot be parsed", () =>
    inWorld(async (world) => {
      const { sales, args, emulator } = await prepared(world);
      const body = { definition: { parts: [{ path: "mashup.pq", payload: "gICA", payloadType: "InlineBase64" }] } };
      const { client } = world.context;
      world.context.client = Object.assign(Object.create(client) as typeof client, {
        dataflows: Object.assign(Object.create(client.dataflows) as typeof client.dataflows, {
          getDefinition: async () => body.definition,
        }),
      });
      await sales.refresh();
      world.context.client = client;
      expect(sales.outs.definitionFingerprint).to.match(/^\d:\w+ \(changed in Fabric\)$/);
      expect(await sales.up(args)).to.equal("updated");
      expect(emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
    }));
});
