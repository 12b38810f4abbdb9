import { queryFingerprints } from "../../../sdk/definition/queryFingerprints";
import { definition } from "../../lifecycle/assets";
import { Operation } from "../../lifecycle/operation";
import { type Kept, Resource } from "../../lifecycle/resource";
import type { World } from "../../lifecycle/world";
import { type Declared, ROWS, type Up } from "./actions";

/** The fingerprint of the definition with this row. */
const fingerprintOf = (row: string): string => {
  const parts = Object.entries(definition({ Orders: row })) as [string, { text: string }][];
  return queryFingerprints(parts.map(([path, { text }]) => ({ path, content: Buffer.from(text) })))
    .definitionFingerprint;
};

interface Named {
  name: string;
  provider: string;
  resource: Resource;
}

/** A program and its state: one resource, and the former ones that the state has until an `up` deletes them. */
export class Stack {
  declared: Declared = {
    ...{ description: "one", row: "one", publishOnUpdate: true },
    ...{ rollback: false, runs: "left", tested: false },
  };
  adopts = false;
  private now: Named;
  private former: Named[] = [];
  private exported: { name: string; provider: string; kept: Kept | undefined }[] | undefined;
  private names = 0;

  constructor(
    private readonly world: World,
    private readonly stack: string,
  ) {
    this.now = this.named();
  }

  private named(kept?: Kept): Named {
    const resource = new Resource(this.world, "dataflow");
    resource.kept = kept;
    return { name: `sales${this.names++}`, provider: `provider${this.names}`, resource };
  }

  get id(): string {
    return this.now.resource.id;
  }

  get isKept(): boolean {
    return this.now.resource.kept !== undefined;
  }

  /** The items that the state knows. */
  get ids(): string[] {
    return [this.now, ...this.former].flatMap(({ resource: { kept } }) => kept?.id ?? []);
  }

  /** The stored row, as the state has it. */
  get knownRow(): string | undefined {
    return ROWS.find((row) => String(this.now.resource.outs.definitionFingerprint).startsWith(fingerprintOf(row)));
  }

  private get args(): Record<string, unknown> {
    const { description, row, publishOnUpdate, rollback, runs, tested } = this.declared;
    const { workspaceId } = this.world.emulator;
    return {
      ...{ workspaceId, displayName: "Sales", description, publishOnUpdate, definition: definition({ Orders: row }) },
      ...(this.adopts && { adoptExisting: true }),
      ...(rollback && { rollback }),
      ...(runs !== "left" && { waitForRun: true, cancelRuns: runs === "cancelled" }),
      ...(tested && { tests: { Orders: { minRows: 1 } } }),
      // A repeated try of a hook belongs to its resource.
      __declaration: { urn: `urn:pulumi:${this.stack}::test::t::${this.now.name}` },
    };
  }

  /** True if this `up` does not write the definition. */
  leaves({ ignores, replaces, moves }: Up): boolean {
    return ignores === true && !replaces && !moves && this.now.resource.inputs.definition !== undefined;
  }

  async up(up: Up, operation = new Operation()): Promise<string> {
    if (up.moves && this.isKept) {
      this.former.push(this.now);
      this.now = this.named();
    }
    if (up.adopts || up.moves) this.adopts = true;
    const { resource, provider } = this.now;
    resource.join(operation.host(provider));
    const args = this.leaves(up) ? { ...this.args, definition: resource.inputs.definition } : this.args;
    const force = up.replaces === true && this.isKept;
    if (force && up.newProvider) this.now.provider = `${provider}+`;
    const createdBy = operation.host(this.now.provider);
    const done = await resource.up(args, { sameProcess: true, repeats: up.repeats, force, createdBy });
    await this.destroyed(this.former, operation);
    return done;
  }

  async refresh(operation = new Operation()): Promise<void> {
    for (const { resource, provider } of [this.now, ...this.former]) {
      resource.join(operation.host(provider));
      await resource.refresh({ sameProcess: true });
    }
  }

  async destroy(): Promise<void> {
    const operation = new Operation();
    await this.destroyed([this.now], operation);
    await this.destroyed(this.former, operation);
  }

  private async destroyed(all: readonly Named[], operation: Operation): Promise<void> {
    for (const { resource, provider } of all) {
      resource.join(operation.host(provider));
      await resource.destroy({ sameProcess: true });
    }
    this.former = this.former.filter(({ resource }) => resource.kept !== undefined);
  }

  forget(): void {
    this.now.resource.kept = undefined;
    this.former = [];
  }

  export(): void {
    this.exported = [this.now, ...this.former].map(({ name, provider, resource: { kept } }) => ({
      ...{ name, provider, kept: structuredClone(kept) },
    }));
  }

  import(): void {
    const [now, ...former] = this.exported ?? [];
    if (!now) return;
    this.forget();
    for (const { name, provider, kept } of [now, ...former]) {
      if (!kept) continue;
      if (name === this.now.name)
        Object.assign(this.now, { provider, resource: this.named(structuredClone(kept)).resource });
      else this.former.push({ ...this.named(structuredClone(kept)), name, provider });
    }
  }
}
