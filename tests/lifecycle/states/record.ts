import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { definition, mashupOf } from "../assets";
import { job, prepared } from "../refreshes";
import { Resource } from "../resource";
import { inWorld, type World } from "../world";

/*
 * Records states as this version of the package writes them: `npx tsx tests/lifecycle/states/record.ts <prefix>`. Recorded files
 * never change, because existing stacks have such states.
 */

type Args = Record<string, unknown>;
const prefix = process.argv[2] ?? "new";

function write(name: string, type: string, resource: Resource, args: Args, ids: Record<string, string>): void {
  const { kept } = resource;
  let text = JSON.stringify({ type, args, ...kept }, null, 2);
  for (const [key, id] of Object.entries({ id: resource.id, ...ids })) text = text.replaceAll(id, `<${key}>`);
  writeFileSync(join(__dirname, `${prefix}-${name}.json`), `${text}\n`);
}

async function recordDataflows(world: World): Promise<void> {
  const { emulator } = world;
  const { workspaceId } = emulator;
  const tag = emulator.addTag("gold").id;
  const all: Record<string, Args> = {
    plain: { definition: definition() },
    published: { definition: definition(), publishOnUpdate: true, description: "d", tags: [tag] },
    empty: {},
    drifted: { definition: definition() },
    unpublished: { definition: definition(), publishOnUpdate: true },
  };
  for (const [name, more] of Object.entries(all)) {
    const args = { workspaceId, displayName: `Sales ${name}`, ...more };
    const sales = new Resource(world, "dataflow");
    const fails = { operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "fail" } } } as const;
    if (name === "unpublished") emulator.faults.add(fails);
    await sales.up(args).catch(() => undefined);
    if (name === "drifted") {
      emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } });
      await sales.refresh();
    }
    write(`dataflow-${name}`, "dataflow", sales, args, { workspaceId, tag });
  }
}

async function recordRuns(world: World): Promise<void> {
  const { args, load } = await prepared(world);
  const ids = { workspaceId: world.emulator.workspaceId, dataflowId: String(args.dataflowId) };
  await load.up(args);
  write("refresh-completed", "dataflowRefresh", load, args, ids);
  const failed = new Resource(world, "dataflowRefresh");
  world.emulator.faults.add(job("fail"));
  await failed.up(args).catch(() => undefined);
  write("refresh-failed", "dataflowRefresh", failed, args, ids);
}

void inWorld(async (world) => {
  await recordDataflows(world);
  await recordRuns(world);
});
