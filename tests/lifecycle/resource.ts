import type { Context, Lifecycle } from "../../sdk/lifecycle/context";
import { hiding, maskOf } from "../../sdk/lifecycle/secretMask";
import { problemText } from "../../sdk/common/problem";
import { equal, inputsToJson, toJson, type Props } from "../../sdk/lifecycle/values";
import type { ResourceName } from "../tools/resources";
import { hashesOnly } from "./assets";
import { freshLifecycles, type Lifecycles, type World } from "./world";

export interface Kept {
  id: string;
  inputs: Props;
  outs: Props;
  /** Pulumi's initialization errors. A refresh removes them. */
  errors: string[];
}

export type Done = "created" | "updated" | "replaced" | "same";

export interface Steps {
  /** The order of a replacement. */
  deleteFirst?: boolean;
  /** Like `--target-replace`: the engine does not call the provider's diff. */
  force?: boolean;
  /** In the process of the step before, like the refresh of `up --refresh`. */
  sameProcess?: boolean;
  /** The host that creates the replacement, if the provider has changed. */
  createdBy?: Lifecycles;
  /** The number of times that an error hook repeats a failed create or update. Each starts with the state before it. */
  repeats?: number;
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** One resource and its state, with the calls, the order and the old values of Pulumi's engine. */
export class Resource {
  kept: Kept | undefined;
  private host: Lifecycles | undefined;
  private repeats = 0;

  constructor(
    readonly world: World,
    readonly type: ResourceName,
  ) {}

  private get lifecycle(): Lifecycle {
    return (this.host ??= freshLifecycles())[this.type];
  }

  get outs(): Props {
    return this.kept?.outs ?? {};
  }

  get inputs(): Props {
    return this.kept?.inputs ?? {};
  }

  get id(): string {
    return this.kept?.id ?? "";
  }

  /** The context as the host makes it, with the secrets of these inputs. */
  private context(...known: Props[]): Context {
    return hiding(this.world.context, maskOf(...known));
  }

  /** Continues in a new provider process. */
  restart(): void {
    this.host = undefined;
  }

  /** Continues in a host of an operation until the next restart. */
  join(host: Lifecycles): void {
    this.host = host;
  }

  /** The inputs that check returns. @throws Error with its failures. */
  async check(news: Props, olds: Props = this.inputs): Promise<Props> {
    const { inputs, problems } = await this.lifecycle.check(copy(olds), copy(news), this.world.context);
    const refused = problems.filter(({ severity }) => severity === "error").map(problemText);
    if (refused.length > 0) throw new Error(refused.join("\n"));
    return inputsToJson(inputs) as Props;
  }

  /** The action of `up`, and the inputs that its preview shows as different. */
  async preview(news: Props): Promise<{ does: Done; differs: string[]; inputs: Props }> {
    const inputs = await this.check(news);
    if (!this.kept) return { does: "created", differs: [], inputs };
    const { kept } = this;
    const verdict = this.lifecycle.diff(kept.id, hashesOnly(kept.outs), copy(inputs), this.world.context);
    const keys = [...new Set([...Object.keys(kept.inputs), ...Object.keys(inputs)])];
    const differs = keys.filter((key) => !equal(hashesOnly(kept.inputs[key]), hashesOnly(inputs[key])));
    const changes = verdict.changes ?? differs.length > 0;
    const does = !changes ? "same" : (verdict.replaces ?? []).length > 0 ? "replaced" : "updated";
    return { does, differs, inputs };
  }

  async up(news: Props, { deleteFirst = true, force, sameProcess, repeats = 0, createdBy }: Steps = {}): Promise<Done> {
    if (!sameProcess) this.restart();
    this.repeats = repeats;
    const { kept } = this;
    if (!kept) return this.create(await this.check(news), "created");
    const { does, inputs } = force
      ? { does: "replaced" as const, inputs: await this.check(news) }
      : await this.preview(news);
    if (does === "replaced") return this.replace(news, deleteFirst, createdBy);
    if (does === "same" && kept.errors.length === 0) return "same";
    // The engine keeps the old inputs of a partially failed update.
    const outs = await this.saving(kept.inputs, () =>
      this.lifecycle.update(kept.id, hashesOnly(copy(kept.outs)), copy(inputs), this.context(inputs, kept.outs)),
    );
    this.kept = { ...kept, inputs, outs: toJson(outs) as Props, errors: [] };
    return "updated";
  }

  /** Runs `pulumi refresh`. False if the resource is gone. */
  async refresh({ sameProcess }: Steps = {}): Promise<boolean> {
    if (!sameProcess) this.restart();
    if (!this.kept) return false;
    const now = await this.lifecycle.read(this.kept.id, hashesOnly(copy(this.kept.outs)), this.context(this.kept.outs));
    if (!now) {
      this.kept = undefined;
      return false;
    }
    this.kept = { ...this.kept, outs: toJson(now.outs) as Props, inputs: toJson(now.inputs) as Props, errors: [] };
    return true;
  }

  async destroy({ sameProcess }: Steps = {}): Promise<void> {
    if (!sameProcess) this.restart();
    await this.remove();
  }

  private async remove(): Promise<void> {
    if (this.kept)
      await this.lifecycle.delete(this.kept.id, hashesOnly(copy(this.kept.outs)), this.context(this.kept.outs));
    this.kept = undefined;
  }

  private async replace(news: Props, deleteFirst: boolean, createdBy?: Lifecycles): Promise<Done> {
    const { kept: old, host: deletedBy } = this;
    this.host = createdBy ?? deletedBy;
    const inputs = await this.check(news, {});
    if (deleteFirst) {
      this.host = deletedBy;
      await this.remove();
      this.host = createdBy ?? deletedBy;
    }
    await this.create(inputs, "replaced");
    if (old && !deleteFirst)
      await (deletedBy ?? this.host!)[this.type].delete(old.id, hashesOnly(copy(old.outs)), this.context(old.outs));
    return "replaced";
  }

  private async create(inputs: Props, done: Done): Promise<Done> {
    const { id, outs } = await this.saving(inputs, () => this.lifecycle.create(copy(inputs), this.context(inputs)));
    this.kept = { id, inputs, outs: toJson(outs) as Props, errors: [] };
    return done;
  }

  /** Stores a partial failure and throws it again. */
  private async saving<T>(inputs: Props, step: () => Promise<T>): Promise<T> {
    try {
      for (; this.repeats > 0; this.repeats--) {
        const outcome = await step().then(
          (result) => ({ result }),
          () => undefined,
        );
        if (outcome) return outcome.result;
      }
      return await step();
    } catch (error) {
      if (error instanceof Error && "outs" in error && "id" in error)
        this.kept = { id: String(error.id), inputs, outs: toJson(error.outs) as Props, errors: [error.message] };
      throw error;
    }
  }
}

/** The error message of a rejected promise. @throws Error if the promise resolves. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  const value = await promise.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  if (!value) throw new Error("it was expected to fail, and did not");
  return value.message;
}
