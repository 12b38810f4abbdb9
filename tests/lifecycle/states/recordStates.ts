import { LAKEHOUSE, writtenDataflow } from "../../writtenDataflows";
import { archive, definition, mashupOf, textAsset } from "../assets";
import { job, long, prepared } from "../refreshes";
import { Resource } from "../resource";
import { cron, daily, monthly, weekly } from "../schedules";
import { inWorld, type World } from "../world";
import { CONNECTION, recordedWorld, uuid } from "./recordedWorld";

type Args = Record<string, unknown>;

/** Long enough to start the run on a slow machine, and too short to await its end. */
const short = { timeout: "2s" };
/** Takes one recorded state as JSON. */
export type Take = (name: string, state: string) => void;
type Write = (name: string, type: string, resource: Resource, args: Args, ids: Record<string, string>) => void;

const writeTo =
  (take: Take): Write =>
  (name, type, resource, args, ids) => {
    let text = JSON.stringify({ type, args, ...resource.kept }, null, 2);
    for (const [key, id] of Object.entries({ id: resource.id, ...ids })) text = text.replaceAll(id, `<${key}>`);
    take(name, text);
  };

/** Everything that an environment sets, secrets included. */
function environment(ids: Record<string, string>): Args {
  const parts = writtenDataflow(
    { Orders: { m: "#table(type table [OrderId = Int64.Type, Region = text], {{1, Region}})" } },
    {
      Region: '"north" meta [IsParameterQuery = true, Type = "Text"]',
      Prices: 'Sql.Database("dev.example.com", "Sales")',
    },
  );
  const metadata = JSON.parse(parts["queryMetadata.json"]) as object;
  const connections = [{ kind: "Sql", path: "dev.example.com;Sales", connectionId: "" }];
  return {
    definition: {
      "mashup.pq": textAsset(parts["mashup.pq"]),
      "queryMetadata.json": textAsset(JSON.stringify({ ...metadata, connections }, null, 2)),
    },
    publishOnUpdate: true,
    folderId: ids.folder,
    parameters: { Region: "south-region" },
    replacements: { "dev.example.com": "prod.example.com" },
    connections: { Sql: { datasourceId: CONNECTION.id, clusterId: CONNECTION.clusterId } },
    bind: { lakehouses: { [LAKEHOUSE]: { workspaceId: uuid(3), lakehouseId: uuid(4) } } },
    tests: { Orders: { minRows: 1 } },
    __declaration: { secrets: [["parameters", "Region"]] },
  };
}

async function recordDataflows(write: Write, world: World, ids: Record<string, string>): Promise<void> {
  const { emulator } = world;
  const all: Record<string, Args> = {
    plain: { definition: definition() },
    published: { definition: definition(), publishOnUpdate: true, description: "d", tags: [ids.tag] },
    empty: {},
    drifted: { definition: definition() },
    unpublished: { definition: definition(), publishOnUpdate: true },
    archive: { definition: archive(definition()) },
    environment: environment(ids),
  };
  for (const [name, more] of Object.entries(all)) {
    const args = { workspaceId: ids.workspaceId, displayName: `Sales ${name}`, ...more };
    const sales = new Resource(world, "dataflow");
    const fails = { operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "fail" } } } as const;
    if (name === "unpublished") emulator.faults.add(fails);
    const done = sales.up(args);
    await (name === "unpublished" ? done.catch(() => undefined) : done);
    if (name === "drifted") {
      emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } });
      await sales.refresh();
    }
    write(`dataflow-${name}`, "dataflow", sales, args, ids);
  }
}

async function recordRuns(write: Write, world: World): Promise<void> {
  const { args, load } = await prepared(world);
  const ids = { workspaceId: world.emulator.workspaceId, dataflowId: String(args.dataflowId) };
  await load.up(args);
  write("refresh-completed", "dataflowRefresh", load, args, ids);
  const failed = new Resource(world, "dataflowRefresh");
  world.emulator.faults.add(job("fail"));
  await failed.up(args).catch(() => undefined);
  write("refresh-failed", "dataflowRefresh", failed, args, ids);
  const unfinished = new Resource(world, "dataflowRefresh");
  world.emulator.set(long);
  await unfinished.up({ ...args, ...short }).catch(() => undefined);
  write("refresh-unfinished", "dataflowRefresh", unfinished, { ...args, ...short }, ids);
}

async function recordSchedules(write: Write, world: World): Promise<void> {
  for (const schedule of [cron, daily, weekly, monthly]) {
    const { args } = await prepared(world);
    const ids = { workspaceId: String(args.workspaceId), dataflowId: String(args.dataflowId) };
    const given = { ...ids, schedule, ...(schedule === weekly && { jobType: "Publish", enabled: false }) };
    const nightly = new Resource(world, "dataflowSchedule");
    await nightly.up(given);
    write(`schedule-${schedule.type.toLowerCase()}`, "dataflowSchedule", nightly, given, ids);
  }
}

/** Records the states that this version of the package writes, with names in place of the emulator's ids. */
export const recordStates = (take: Take): Promise<void> =>
  inWorld(async (world) => {
    const write = writeTo(take);
    await recordDataflows(write, world, await recordedWorld(world));
    await recordSchedules(write, world);
    await recordRuns(write, world);
  });
