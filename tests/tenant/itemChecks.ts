import { Check } from "./check";
import { definition } from "./tenant";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

export const itemChecks: Check[] = [
  {
    id: "create-response",
    title: "a create with a definition responds at once, or with an operation",
    source: "assumption",
    expected: ({ longRunning }) => (longRunning.create ? "202" : "201"),
    observe: async (tenant) => {
      const body = { displayName: tenant.newName(), definition: definition() };
      const reply = await tenant.call("POST", `${tenant.root}/dataflows`, body);
      tenant.remember((await tenant.settled(reply)).body.id);
      return String(reply.status);
    },
  },
  {
    id: "create-generic",
    title: "the generic path creates a dataflow whose type is Dataflow",
    source: "specification",
    expected: "Dataflow",
    observe: async (tenant) => {
      const body = { displayName: tenant.newName(), type: "Dataflow" };
      const reply = await tenant.settled(await tenant.call("POST", `${tenant.root}/items`, body));
      tenant.remember(reply.body.id);
      return String((await tenant.call("GET", `${tenant.root}/items/${reply.body.id}`)).body.type);
    },
  },
  {
    id: "unique-names",
    title: "a second dataflow of the same name",
    source: "assumption",
    expected: ({ uniqueNames }) => (uniqueNames ? "ItemDisplayNameAlreadyInUse" : "allowed"),
    observe: async (tenant) => {
      const displayName = tenant.newName();
      await tenant.dataflow({}, displayName);
      const reply = await tenant.settled(await tenant.call("POST", `${tenant.root}/dataflows`, { displayName }));
      tenant.remember(reply.body.id);
      return reply.body.errorCode ?? reply.body.error?.errorCode ?? "allowed";
    },
  },
  {
    id: "list-lag",
    title: "a new dataflow in lists",
    source: "assumption",
    expected: "at once",
    observe: async (tenant) => {
      const id = await tenant.dataflow({});
      for (let path: string | null = `${tenant.root}/dataflows`; path;) {
        const { body } = await tenant.call("GET", path);
        if (body.value.some((item: { id: string }) => item.id === id)) return "at once";
        path = body.continuationUri ?? null;
      }
      return "later";
    },
  },
  {
    id: "name-reserved",
    title: "the name of a dataflow just deleted",
    source: "assumption",
    expected: "free",
    observe: async (tenant) => {
      const displayName = tenant.newName();
      await tenant.delete(await tenant.dataflow({}, displayName));
      const reply = await tenant.settled(await tenant.call("POST", `${tenant.root}/dataflows`, { displayName }));
      tenant.remember(reply.body.id);
      return reply.body.errorCode ?? reply.body.error?.errorCode ?? "free";
    },
  },
  {
    id: "not-found",
    title: "an item that does not exist",
    source: "specification",
    expected: "ItemNotFound",
    observe: async (tenant) => (await tenant.call("GET", `${tenant.root}/dataflows/${UNKNOWN}`)).body.errorCode,
  },
  {
    id: "deleted",
    title: "an item that was deleted",
    source: "specification",
    expected: "200 ItemNotFound",
    observe: async (tenant) => {
      const id = await tenant.dataflow({});
      const { status } = await tenant.delete(id);
      return `${status} ${(await tenant.call("GET", `${tenant.root}/items/${id}`)).body.errorCode}`;
    },
  },
  {
    id: "invalid-type",
    title: "a create with a type that does not exist",
    source: "specification",
    expected: "InvalidItemType",
    observe: async (tenant) => {
      const body = { displayName: tenant.newName(), type: "NoSuchType" };
      return (await tenant.call("POST", `${tenant.root}/items`, body)).body.errorCode;
    },
  },
  {
    id: "description-limit",
    title: "a description of 257 characters",
    source: "assumption",
    expected: "refused",
    observe: async (tenant) => {
      const body = { displayName: tenant.newName(), description: "x".repeat(257) };
      const reply = await tenant.settled(await tenant.call("POST", `${tenant.root}/dataflows`, body));
      tenant.remember(reply.body.id);
      return reply.status >= 400 || reply.body.error ? "refused" : "taken";
    },
  },
  {
    id: "patch-partial",
    title: "a PATCH of only the name keeps the description",
    source: "assumption",
    expected: "kept",
    observe: async (tenant) => {
      const id = await tenant.dataflow({ description: "kept" });
      await tenant.call("PATCH", `${tenant.root}/dataflows/${id}`, { displayName: tenant.newName() });
      return (await tenant.call("GET", `${tenant.root}/dataflows/${id}`)).body.description;
    },
  },
  {
    id: "get-definition-by-get",
    title: "getDefinition by GET",
    source: "assumption",
    expected: "405",
    observe: async (tenant) => {
      const id = await tenant.dataflow({});
      return String((await tenant.call("GET", `${tenant.root}/items/${id}/getDefinition`)).status);
    },
  },
];
