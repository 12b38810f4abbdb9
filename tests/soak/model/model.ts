import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { startEmulator, type ItemView } from "../../emulator/index";
import { definition, mashupOf } from "../../lifecycle/assets";
import { Resource } from "../../lifecycle/resource";
import type { World } from "../../lifecycle/world";
import { faults } from "../matrix/faults";
import { age, impatientWorld } from "../matrix/world";
import { type Action, ROWS } from "./actions";

/** How an `up` differs from a plain one. */
interface Up {
  repeats?: number;
  ignores?: boolean;
  replaces?: boolean;
  sameProcess?: boolean;
}

/** A promise that was broken. */
class Broken extends Error {}

const hold = (what: string, holds: boolean): void => {
  if (!holds) throw new Broken(what);
};

/** The fingerprint of the definition with this row. */
const fingerprintOf = (row: string): string => {
  const parts = Object.entries(definition({ Orders: row })) as [string, { text: string }][];
  return queryFingerprints(parts.map(([path, { text }]) => ({ path, content: Buffer.from(text) })))
    .definitionFingerprint;
};

/**
 * What should be there, in as few words as it takes: what the program declares, whether somebody deleted the item unseen, and whether a
 * fault can have hit something since all was well.
 */
class Model {
  declared = { description: "one", row: "one", publishOnUpdate: true };
  unseenDelete = false;
  disturbed = false;

  constructor(
    private readonly world: World,
    private readonly sales: Resource,
  ) {}

  private get args(): Record<string, unknown> {
    const { description, row, publishOnUpdate } = this.declared;
    const { workspaceId } = this.world.emulator;
    return {
      ...{ workspaceId, displayName: "Sales", description, publishOnUpdate, definition: definition({ Orders: row }) },
      // A hook's repeated try is known by its resource.
      __declaration: { urn: "urn:pulumi:dev::test::t::sales" },
    };
  }

  private get item(): ItemView | undefined {
    return this.world.dataflows()[0];
  }

  private rowIs(row: string): boolean {
    return this.item?.edited?.["mashup.pq"] === mashupOf({ Orders: row });
  }

  /**
   * What somebody wrote in the portal and the state does not know. A state knows what it wrote, what a refresh saw, and what an update saw
   * stored already as the program declares it.
   */
  private get unseenRow(): string | undefined {
    if (!this.item || !this.sales.kept || this.item.id !== this.sales.id) return undefined;
    const known = ROWS.find((row) => String(this.sales.outs.definitionFingerprint).startsWith(fingerprintOf(row)));
    return ROWS.find((row) => row !== known && this.rowIs(row));
  }

  async take(action: Action): Promise<void> {
    const { emulator } = this.world;
    switch (action.does) {
      case "edit": {
        const { does: _, ...changes } = action;
        Object.assign(this.declared, changes);
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
        if (this.item && this.sales.kept) {
          emulator.portalDelete(this.item.id);
          this.unseenDelete = true;
        }
        return;
      case "fault": {
        const { fault, times } = faults.find(({ name }) => name === action.fault)!;
        emulator.faults.add({ operation: action.at, skip: action.skip, times, fault });
        this.disturbed = true;
        return;
      }
      case "up":
        return this.up(action);
      case "refresh":
        return this.refresh();
      case "up --refresh":
        await this.refresh();
        return this.up({ sameProcess: true });
      case "destroy":
        return this.destroy();
    }
  }

  private async up({ ignores, replaces, sameProcess, repeats }: Up = {}): Promise<void> {
    age(this.world);
    const { unseenRow, item } = this;
    const force = replaces === true && this.sales.kept !== undefined;
    // What failed half-way is finished whether or not it is ignored now.
    const kept = ignores && !force && this.sales.kept?.errors.length === 0 ? this.sales.inputs.definition : undefined;
    const args = kept === undefined ? this.args : { ...this.args, definition: kept };
    const error = await this.errorOf(() => this.sales.up(args, { sameProcess, repeats, force }));
    hold("there is one item at most", this.world.dataflows().length <= 1);
    if (unseenRow !== undefined && unseenRow !== this.declared.row && !force)
      hold(`an edit of the portal (${unseenRow}) that nobody saw is still there`, this.rowIs(unseenRow));
    if (kept !== undefined && item && !this.unseenDelete)
      hold("an ignored definition stays as it was", this.item?.edited?.["mashup.pq"] === item.edited?.["mashup.pq"]);
    if (error === undefined) {
      if (force) this.unseenDelete = false;
      if (kept === undefined && (force || unseenRow === undefined) && !this.unseenDelete) this.isAsDeclared();
      return;
    }
    const excused = this.disturbed || unseenRow !== undefined || this.unseenDelete;
    hold(`up does not fail where nothing is in its way: ${error}`, excused);
    hold(`an error says something: ${error}`, error.length > 10);
  }

  private async refresh(): Promise<void> {
    const error = await this.errorOf(() => this.sales.refresh());
    hold(`refresh does not fail where nothing is in its way: ${error}`, error === undefined || this.disturbed);
    if (error === undefined) this.unseenDelete = false;
    if (error === undefined && !this.heard("could not be read"))
      hold("a refresh sees what is stored", this.unseenRow === undefined);
  }

  private async destroy(): Promise<void> {
    const error = await this.errorOf(() => this.sales.destroy());
    hold(`destroy does not fail where nothing is in its way: ${error}`, error === undefined || this.disturbed);
    if (error !== undefined) return;
    hold("nothing is left of what the state knew", this.disturbed || this.world.dataflows().length === 0);
    this.unseenDelete = false;
  }

  /** Whatever was: with a network that works, refresh and up end as declared, a second up does nothing, and destroy leaves nothing. */
  async settle(): Promise<void> {
    const { sales, world } = this;
    world.emulator.faults.clear();
    await sales.refresh();
    const first = await this.errorOf(() => sales.up(this.args));
    if (first !== undefined) {
      // A create whose answer and search were lost is the one thing that asks for somebody's word.
      hold(
        `up after a refresh ends well, or names the way out: ${first}`,
        this.disturbed && /adoptExisting/.test(first),
      );
      await sales.up({ ...this.args, adoptExisting: true });
    }
    this.disturbed = false;
    this.isAsDeclared();
    world.asked();
    const args = first === undefined ? this.args : { ...this.args, adoptExisting: true };
    hold("a second up finds nothing to do", (await sales.up(args)) === "same");
    hold("and asks nothing", Object.keys(world.asked()).length === 0);
    await sales.destroy();
    hold("destroy leaves nothing", world.dataflows().length === 0);
  }

  private isAsDeclared(): void {
    const { item, declared } = this;
    hold("the item is there", item !== undefined && item.id === this.sales.id);
    hold(`the definition is as declared (${declared.row})`, this.rowIs(declared.row));
    if (declared.publishOnUpdate)
      hold("what is published is as declared", item?.published?.["mashup.pq"] === mashupOf({ Orders: declared.row }));
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

  private heard(text: string): boolean {
    return this.world.said.warn.some((line) => line.includes(text));
  }
}

/** Takes the actions one after another. Throws where a promise is broken. */
export async function play(actions: readonly Action[]): Promise<void> {
  const emulator = await startEmulator();
  try {
    const world = impatientWorld(emulator);
    const model = new Model(world, new Resource(world, "dataflow"));
    for (const action of actions) await model.take(action);
    await model.settle();
  } finally {
    await emulator.close({ allowViolations: true });
  }
}
