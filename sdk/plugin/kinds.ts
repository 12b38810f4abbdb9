import { DECLARATION, type Declaration } from "../model/declaration";
import { providerText } from "../model/providerText";
import { stackFlag, stackList } from "../model/stackValues";
import { dataflow, dataflowRefresh, dataflowSchedule } from "../runtime";
import type { Props } from "../lifecycle/values";
import type { Path } from "./values";

/*
 * The resources of the plugin, by the last part of their type. Each has the lifecycle of the class of that name. A class adds defaults and
 * a declaration to its arguments. This file adds the same, as far as the engine sends a plugin what it needs.
 */

type Provider = typeof dataflow | typeof dataflowRefresh | typeof dataflowSchedule;

/** Returns a setting of the plugin's provider by its name. */
export type ReadSetting = (name: string) => string | undefined;

export interface Kind {
  /** Name of the lifecycle in `/runtime`. */
  lifecycle: string;
  provider: Provider;
  /** Returns the inputs with the class's defaults. */
  withDefaults(news: Props, name: string, config: ReadSetting): Props;
  /** Name of the argument that bounds the steps, if the resource has one. The option `customTimeouts` gives its defaults. */
  timeouts?: "timeouts";
  deletesBeforeReplace(news: Props): boolean;
}

const always = (): boolean => true;
const asGiven = (news: Props): Props => news;

const kinds: Readonly<Record<string, Kind>> = {
  Dataflow: {
    lifecycle: "dataflow",
    provider: dataflow,
    timeouts: "timeouts",
    // Display names are unique in a workspace.
    deletesBeforeReplace: always,
    withDefaults: (news, name, config) => ({
      ...news,
      ...stackDefaults(news, config),
      displayName: news.displayName ?? name,
    }),
  },
  DataflowRefresh: {
    lifecycle: "dataflowRefresh",
    provider: dataflowRefresh,
    withDefaults: asGiven,
    // The old run must be cancelled before the new one starts. Otherwise the service would deduplicate the new one.
    deletesBeforeReplace: ({ cancelOnDelete }) => cancelOnDelete === true,
  },
  DataflowSchedule: {
    lifecycle: "dataflowSchedule",
    provider: dataflowSchedule,
    withDefaults: asGiven,
    // Otherwise both schedules would start runs for a while, and the service might refuse the new one as the 21st.
    deletesBeforeReplace: always,
  },
};

/** Returns the defaults of the stack's configuration for every dataflow: `fabric-dataflow:isolated` and `fabric-dataflow:allowForeign`. */
function stackDefaults(news: Props, config: ReadSetting): Props {
  const isolated = news.isolated ?? stackFlag(config("isolated"));
  const stack = stackList(config("allowForeign"));
  const own = news.allowForeign ?? stack;
  const allowForeign =
    Array.isArray(news.allowForeign) && Array.isArray(stack) ? [...news.allowForeign, ...stack] : own;
  return { ...(isolated !== undefined && { isolated }), ...(allowForeign !== undefined && { allowForeign }) };
}

/** Returns the kind of a resource by its URN, for example `urn:pulumi:stack::project::parent$fabric-dataflow:index:Dataflow::name`. */
export function kindOf(urn: string): Kind {
  const type = typeOf(urn);
  const kind = kinds[type.split(":").at(-1) ?? ""];
  if (!kind) throw new Error(`this package has no resource ${type}`);
  return kind;
}

/** Returns the type of a resource, without those of its parents. */
export const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Returns the program's inputs with the declaration that a class would add. */
export const asDeclared = (news: Props, urn: string, secrets: readonly Path[]): Props => ({
  ...news,
  [DECLARATION]: { urn, ...(secrets.length > 0 && { secrets: [...secrets] }) } satisfies Declaration,
});

/** Returns a state's properties with the resource's current URN, which may have changed since. */
export function withUrn(props: Props, urn: string): Props {
  const declared = props[DECLARATION];
  return { ...props, [DECLARATION]: { ...(typeof declared === "object" && declared !== null ? declared : {}), urn } };
}

/**
 * Returns the outputs that the state keeps. A stack that moves to the dynamic provider keeps these outputs, because nothing else changes. So
 * they hold the text with which the dynamic host refreshes and deletes the resources.
 */
export const asOutputs = (outs: unknown, { lifecycle }: Kind): Props => ({
  ...(outs as Props),
  __provider: providerText(lifecycle),
});
