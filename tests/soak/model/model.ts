import { startEmulator, type ItemView } from "../../emulator/index";
import { mashupOf } from "../../lifecycle/assets";
import { Operation } from "../../lifecycle/operation";
import type { World } from "../../lifecycle/world";
import { faults } from "../matrix/faults";
import { age, impatientWorld } from "../matrix/world";
import { type Action, ROWS, type Up } from "./actions";
import { Stack } from "./stack";

/** A broken promise of the product. */
class Broken extends Error {}

const hold = (what: string, holds: boolean): void => {
  if (!holds) throw new Broken(what);
};

/** A rollback writes the service's text, with its own line ends. */
const textOf = (parts: Record<string, string> | undefined): string | undefined =>
  parts?.["mashup.pq"]?.replaceAll("\r\n", "\n");

/** Ids of the item's active runs that somebody else started. */
const activeRuns = (item: ItemView | undefined): string[] =>
  (item?.runs ?? []).filter(({ jobType, status }) => jobType === "Execute" && isGoing(status)).map(({ id }) => id);

const isGoing = (status: string): boolean => ["NotStarted", "InProgress"].includes(status);

/**
 * A small model of the expected state of the service: the program's declarations, the items that somebody deleted, and true if a fault may have
 * had an effect since the last good state.
 */
class Model {
  private readonly stacks: readonly [Stack, Stack];
  private readonly deleted = new Set<string>();
  /** Items that were in more than one state. A state does not know what another state published. */
  private readonly shared = new Set<string>();
  private disturbed = false;

  constructor(private readonly world: World) {
    this.stacks = [new Stack(world, "dev"), new Stack(world, "other")];
  }

  private get item(): ItemView | undefined {
    return this.world.dataflows()[0];
  }

  private rowIs(row: string): boolean {
    return textOf(this.item?.edited) === mashupOf({ Orders: row });
  }

  /**
   * The row of an edit in the portal or of another stack that the state does not know. A state knows its own writes, the result of a
   * refresh, and a definition that an update found already stored as declared.
   */
  private unseenRow(stack: Stack): string | undefined {
    if (!this.item || !stack.isKept || this.item.id !== stack.id) return undefined;
    const known = stack.knownRow;
    return ROWS.find((row) => row !== known && this.rowIs(row));
  }

  private isGone(stack: Stack): boolean {
    return stack.isKept && this.deleted.has(stack.id) && this.item?.id !== stack.id;
  }

  /** True if an item that this state does not know has the name. */
  private isTaken(stack: Stack): boolean {
    return this.item !== undefined && !stack.ids.includes(this.item.id);
  }

  async take(action: Action): Promise<void> {
    await this.act(action);
    const [one, other] = this.stacks;
    for (const id of one.ids) if (other.ids.includes(id)) this.shared.add(id);
  }

  private async act(action: Action): Promise<void> {
    const { emulator } = this.world;
    const stack = this.stacks["stack" in action ? (action.stack ?? 0) : 0];
    switch (action.does) {
      case "edit": {
        const { does: _, stack: __, ...changes } = action;
        Object.assign(stack.declared, changes);
        return;
      }
      case "portal": {
        if (!this.item) return;
        const { description, row } = action;
        emulator.portalEdit(this.item.id, {
          description,
          ...(row && { parts: { "mashup.pq": mashupOf({ Orders: row }) } }),
        });
        return;
      }
      case "portal deletes":
        if (!this.item) return;
        this.deleted.add(this.item.id);
        emulator.portalDelete(this.item.id);
        return;
      case "run": {
        const { item } = this;
        const { jobs } = this.world.context.client;
        if (item) await this.errorOf(() => jobs.start(emulator.workspaceId, item.id, "Execute"));
        return;
      }
      case "fault": {
        const { fault, times } = faults.find(({ name }) => name === action.fault)!;
        emulator.faults.add({ operation: action.at, skip: action.skip, times, fault });
        this.disturbed = true;
        return;
      }
      case "up":
        return this.up(stack, action);
      case "refresh":
        return this.refresh(stack);
      case "up --refresh": {
        const operation = new Operation();
        await this.refresh(stack, operation);
        return this.up(stack, {}, operation);
      }
      case "destroy":
        return this.destroy(stack);
      case "state delete":
        return stack.forget();
      case "export":
        return stack.export();
      case "import":
        stack.import();
        for (const id of stack.ids) this.shared.add(id);
        return;
    }
  }

  private async up(stack: Stack, up: Up, operation?: Operation): Promise<void> {
    age(this.world);
    const { item } = this;
    const [unseenRow, isGone, isTaken] = [this.unseenRow(stack), this.isGone(stack), this.isTaken(stack)];
    const takesOver = stack.isKept && up.moves === true;
    const force = stack.isKept && up.replaces === true && !takesOver;
    const leaves = stack.leaves(up);
    if (force) this.deleted.add(stack.id);
    const active = activeRuns(item);
    const asked = this.world.emulator.requests.length;
    const error = await this.errorOf(() => stack.up(up, operation));
    hold("there is one item at most", this.world.dataflows().length <= 1);
    if (item && this.item?.id === item.id) this.holdRuns(stack, active, asked);
    if (unseenRow !== undefined && unseenRow !== stack.declared.row && !force && !takesOver)
      hold(`an edit of the portal (${unseenRow}) that nobody saw is still there`, this.rowIs(unseenRow));
    if (leaves && item && !isGone && !isTaken)
      hold("an ignored definition stays as it was", textOf(this.item?.edited) === textOf(item.edited));
    if (takesOver && item && !isTaken && !this.disturbed)
      hold("a resource under a new name takes over the same item", this.item?.id === item.id);
    if (error === undefined) {
      if (!leaves && (force || takesOver || (unseenRow === undefined && !isGone))) this.isAsDeclared(stack);
      return;
    }
    const excused = this.disturbed || unseenRow !== undefined || isGone || isTaken;
    hold(`up does not fail where nothing is in its way: ${error}`, excused);
    hold(`an error says something: ${error}`, error.length > 10);
  }

  /** `active`: runs that were active before this `up`. `asked`: the number of requests before it. */
  private holdRuns({ id, declared: { runs } }: Stack, active: readonly string[], asked: number): void {
    const { emulator } = this.world;
    const now = (emulator.world.findItem(id)?.jobs ?? []).filter((run) => active.includes(run.id));
    const isCancelled = now.some(({ status }) => status === "Cancelled");
    hold("nobody's run is cancelled", runs === "cancelled" || !isCancelled);
    const write = emulator.requests
      .slice(asked)
      .find(({ operation, path }) => operation === "updateDefinition" && path.includes(id));
    const isBefore = write && now.some(({ endedAt = Infinity }) => endedAt > write.at);
    hold("a definition is written after active runs have ended", runs === "left" || !isBefore);
  }

  private async refresh(stack: Stack, operation?: Operation): Promise<void> {
    const error = await this.errorOf(() => stack.refresh(operation));
    hold(`refresh does not fail where nothing is in its way: ${error}`, error === undefined || this.disturbed);
    if (error === undefined && !this.hasMessage("could not be read"))
      hold("a refresh sees what is stored", this.unseenRow(stack) === undefined);
  }

  private async destroy(stack: Stack): Promise<void> {
    const { ids } = stack;
    for (const id of ids) this.deleted.add(id);
    const error = await this.errorOf(() => stack.destroy());
    hold(`destroy does not fail where nothing is in its way: ${error}`, error === undefined || this.disturbed);
    if (error !== undefined) return;
    const left = this.world.dataflows().filter(({ id }) => ids.includes(id));
    hold("nothing is left of what the state knew", this.disturbed || left.length === 0);
  }

  /** Checks the end after any actions: with a working network, refresh and up end as declared, a second up does nothing, and destroy leaves nothing. */
  async settle(): Promise<void> {
    this.world.emulator.faults.clear();
    for (const stack of this.stacks) await this.settleOne(stack);
    hold("nothing is left", this.world.dataflows().length === 0);
  }

  private async settleOne(stack: Stack): Promise<void> {
    const { world } = this;
    await this.refresh(stack);
    const isTaken = this.isTaken(stack);
    const first = await this.errorOf(() => stack.up({}));
    if (first !== undefined) {
      // Only another owner's item, and a create whose response and search were lost, need a person's decision.
      const needsPerson = (this.disturbed || isTaken) && /adoptExisting/.test(first);
      hold(`up after a refresh ends well, or names the remedy: ${first}`, needsPerson);
      await stack.up({ adopts: true });
    }
    this.disturbed = false;
    this.isAsDeclared(stack);
    world.newRequests();
    hold("a second up finds nothing to do", (await stack.up({})) === "same");
    hold("and sends no request", Object.keys(world.newRequests()).length === 0);
    await this.destroy(stack);
    hold("destroy leaves nothing", world.dataflows().length === 0);
  }

  private isAsDeclared(stack: Stack): void {
    const { item } = this;
    const { row, publishOnUpdate } = stack.declared;
    hold("the item is there", item !== undefined && item.id === stack.id);
    hold(`the definition is as declared (${row})`, this.rowIs(row));
    if (publishOnUpdate && !this.shared.has(stack.id))
      hold("what is published is as declared", textOf(item?.published) === mashupOf({ Orders: row }));
  }

  private async errorOf(step: () => Promise<unknown>): Promise<string | undefined> {
    this.world.said.warn.length = 0;
    try {
      await step();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private hasMessage(text: string): boolean {
    return this.world.said.warn.some((line) => line.includes(text));
  }
}

/** Ends a run shortly after somebody waits for it. */
function endAwaitedRuns({ context, emulator }: World): void {
  const { jobs } = context.client;
  const wait = jobs.wait.bind(jobs);
  jobs.wait = (workspaceId, itemId, id, ...options) => {
    setTimeout(() => {
      const run = emulator.world.findItem(itemId)?.jobs.find((job) => job.id === id);
      if (run?.jobType === "Execute" && isGoing(run.status))
        Object.assign(run, { status: "Completed", endedAt: Date.now() });
    }, 20).unref();
    return wait(workspaceId, itemId, id, ...options);
  };
}

/** Runs the actions one after another. @throws Error if a promise is broken. */
export async function play(actions: readonly Action[]): Promise<void> {
  // Runs end only if somebody waits for them, however slow the machine is.
  const emulator = await startEmulator({ timings: { executeMs: 3_600_000 } });
  emulator.addTable({ query: "Orders", columns: { A: ["one"] } });
  try {
    const world = impatientWorld(emulator);
    endAwaitedRuns(world);
    const model = new Model(world);
    for (const action of actions) await model.take(action);
    await model.settle();
  } finally {
    await emulator.close({ allowViolations: true });
  }
}
