import { DECLARATION, type Declaration } from "../model/declaration";
import { providerText } from "../model/providerText";
import { stackFlag, stackList } from "../model/stackValues";
import { dataflow, dataflowRefresh, dataflowSchedule } from "../runtime";
import type { Props } from "../lifecycle/values";
import type { Path } from "./values";

/*
 * The resources of the plugin, by the last part of their type. Each has the lifecycle of the class of that name; what the class tells the
 * lifecycle beside the arguments is told here, as far as the engine tells it to a plugin.
 */

type Provider = typeof dataflow | typeof dataflowRefresh | typeof dataflowSchedule;

/** A setting of the plugin's provider by its name. */
export type ReadSetting = (name: string) => string | undefined;

export interface Kind {
  /** The name of its lifecycle in `/runtime`. */
  lifecycle: string;
  provider: Provider;
  /** The class's defaults. */
  withDefaults(news: Props, name: string, config: ReadSetting): Props;
  /** Which argument of the resource has bounds of the steps, for which the option `customTimeouts` gives defaults. */
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
    // Names are unique in a workspace.
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
    // The old run is cancelled before another starts, or the new one would meet it.
    deletesBeforeReplace: ({ cancelOnDelete }) => cancelOnDelete === true,
  },
  DataflowSchedule: {
    lifecycle: "dataflowSchedule",
    provider: dataflowSchedule,
    withDefaults: asGiven,
    // For a while both would start runs, and the new one may be refused as the 21st.
    deletesBeforeReplace: always,
  },
};

/** What the stack's configuration says for every dataflow: `fabric-dataflow:isolated` and `fabric-dataflow:allowForeign`. */
function stackDefaults(news: Props, config: ReadSetting): Props {
  const isolated = news.isolated ?? stackFlag(config("isolated"));
  const stack = stackList(config("allowForeign"));
  const own = news.allowForeign ?? stack;
  const allowForeign =
    Array.isArray(news.allowForeign) && Array.isArray(stack) ? [...news.allowForeign, ...stack] : own;
  return { ...(isolated !== undefined && { isolated }), ...(allowForeign !== undefined && { allowForeign }) };
}

/** `urn:pulumi:stack::project::parent$fabric-dataflow:index:Dataflow::name` */
export function kindOf(urn: string): Kind {
  const type = typeOf(urn);
  const kind = kinds[type.split(":").at(-1) ?? ""];
  if (!kind) throw new Error(`this package has no resource ${type}`);
  return kind;
}

const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** Inputs as the program gives them, with what a class would add. */
export const asDeclared = (news: Props, urn: string, secrets: readonly Path[]): Props => ({
  ...news,
  [DECLARATION]: { urn, ...(secrets.length > 0 && { secrets: [...secrets] }) } satisfies Declaration,
});

/** A state's properties, whose resource may have another URN now. */
export function withUrn(props: Props, urn: string): Props {
  const told = props[DECLARATION];
  return { ...props, [DECLARATION]: { ...(typeof told === "object" && told !== null ? told : {}), urn } };
}

/**
 * What the state keeps. A stack that moves to the dynamic provider changes nothing of its resources, so their outputs stay as they are here: by this
 * text the dynamic host refreshes and deletes them.
 */
export const asOutputs = (outs: unknown, { lifecycle }: Kind): Props => ({
  ...(outs as Props),
  __provider: providerText(lifecycle),
});
