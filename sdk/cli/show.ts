import { harmless, harmlessJson } from "../common/harmless";
import { openDefinition } from "../definition/open";
import { declaredParameters } from "../definition/parameters";
import { Mashup } from "../definition/mashup";
import { queryFingerprints } from "../definition/queryFingerprints";
import { withoutSteps } from "../definition/stepMarks";
import { newestFirst } from "../fabric/jobTimes";
import { userText, usersOf } from "../fabric/relations";
import type { JobInstance } from "../fabric/jobTypes";
import type { Schedule } from "../fabric/scheduleTypes";
import type { Item } from "../fabric/types";
import type { Command } from "./command";
import { storedParts } from "./definitions";
import { connectionsIn, lastPublish, stackView, type StackView } from "./dataflowView";
import { statesInStack, type StateOf } from "./declaredInStack";
import { runLine } from "./runText";
import { isRefusal } from "./refusal";
import { portalUrl } from "./portal";
import { callsService, withService, type Service, type ServiceOptions } from "./service";
import { errorText } from "../common/text";
import { beside } from "./table";

/** `show`: shows all that Fabric knows of one dataflow. */
export const show: Command = (program, output) => {
  callsService(program.command("show"))
    .summary("one dataflow: properties, queries, parameters, connections, users, schedules, last run")
    .description(
      "Shows all that Fabric knows of one dataflow. Parameters are named without their values. With --stack also what that stack's state says, " +
        "and whether the definition was edited since.",
    )
    .argument("<dataflow>", "name or id")
    .addHelpText("after", '\nExamples:\n  $ pulumi-fabric-dataflow show "Sales" --workspace Finance')
    .action((dataflow: string, options: ServiceOptions) =>
      withService(options, output, async (service) => {
        const states = options.stack === undefined ? undefined : await statesInStack(options.stack);
        const shown = await readAll(service, await service.dataflow(dataflow), states);
        if (options.json) output.out(harmlessJson(shown, 2));
        else for (const line of lines(shown, output.columns)) output.out(line);
      }),
    );
};

interface Shown {
  item: Item;
  portalUrl: string;
  definitionFingerprint?: string;
  queries: { name: string; fingerprint: string }[];
  parameters: { name: string; type?: string; required: boolean }[];
  connections: { kind: string; path: string; connectionId?: string }[];
  /** The newest run that is known to have published. */
  lastPublish?: JobInstance;
  /** With `--stack`: the definition in its state. */
  stack?: StackView;
  schedules: (Schedule & { jobType: "Refresh" | "Publish" })[];
  lastRun?: JobInstance;
  /** Items that use it, such as `SemanticModel "Sales" (workspace Finance)`. */
  usedBy: string[];
  /** What the service refused to show, and why. */
  unread: string[];
}

async function readAll(service: Service, item: Item, states: ReadonlyMap<string, StateOf> | undefined): Promise<Shown> {
  const unread: string[] = [];
  const read = async <T>(what: string, request: () => Promise<T>, otherwise: T): Promise<T> =>
    request().catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      unread.push(`${what}: ${errorText(error)}`);
      return otherwise;
    });
  const [parts, schedules, runs, usedBy] = await Promise.all([
    read("definition", () => storedParts(service, item.id), []),
    read("schedules", () => schedulesOf(service, item.id), []),
    read("runs", () => all(service.client.jobs.list(service.workspace.id, item.id)), []),
    read("items that use it", () => usersIn(service, item.id), []),
  ]);
  const opened = openDefinition(parts);
  const fingerprints = queryFingerprints(parts);
  const parameters = opened ? await declaredParameters(new Mashup(opened.mashup, opened.mashupPlace)) : [];
  return {
    item,
    portalUrl: portalUrl(service.workspace.id, item.id),
    ...(parts.length > 0 && { definitionFingerprint: fingerprints.definitionFingerprint }),
    queries: Object.entries(fingerprints.queries).map(([name, fingerprint]) => ({
      name,
      fingerprint: withoutSteps(fingerprint),
    })),
    parameters: parameters.map(({ name, type, required }) => ({ name, ...(type !== undefined && { type }), required })),
    connections: connectionsIn(parts),
    schedules,
    lastRun: newestFirst(runs)[0],
    lastPublish: lastPublish(runs),
    ...(states && { stack: stackView(states.get(item.id.toLowerCase()), parts) }),
    usedBy,
    unread,
  };
}

async function schedulesOf({ client, workspace }: Service, id: string): Promise<Shown["schedules"]> {
  const of = async (jobType: "Refresh" | "Publish") =>
    (await all(client.schedules.list(workspace.id, id, jobType))).map((schedule) => ({ ...schedule, jobType }));
  return (await Promise.all([of("Refresh"), of("Publish")])).flat();
}

async function usersIn({ client, workspace }: Service, id: string): Promise<string[]> {
  const relations = await client.items.downstreamRelations(workspace.id, id, { timeoutMs: 15_000, onlyOnce: true });
  return usersOf(id, relations).map((user) => userText(user, relations));
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of pages) found.push(one);
  return found;
}

function lines({ item, portalUrl, definitionFingerprint, ...shown }: Shown, width: number | undefined): string[] {
  const row = (name: string, value: string | undefined) =>
    value ? beside(`${name}:`.padEnd(13), harmless(value), width) : [];
  const section = (name: string, entries: string[]) =>
    entries.length > 0 ? ["", name, ...entries.flatMap((entry) => beside("  ", harmless(entry), width, 4))] : [];
  return [
    ...row("Name", item.displayName),
    ...row("Id", item.id),
    ...row("Description", item.description),
    ...row("Tags", item.tags?.map(({ displayName, id }) => displayName ?? id).join(", ")),
    ...row("Portal", portalUrl),
    ...row("Fingerprint", definitionFingerprint),
    ...row("Last run", shown.lastRun ? runLine(shown.lastRun, Date.now()) : "none"),
    ...row("Published", shown.lastPublish ? runLine(shown.lastPublish, Date.now()) : "no publish is known"),
    ...row("Stack", shown.stack?.published),
    ...row("Drift", shown.stack?.drift),
    ...section(
      "Queries",
      shown.queries.map(({ name, fingerprint }) => `${fingerprint}  ${name}`),
    ),
    ...section(
      "Parameters",
      shown.parameters.map(({ name, type, required }) => `${name}: ${type ?? "any"}${required ? ", required" : ""}`),
    ),
    ...section(
      "Connections",
      shown.connections.map(({ kind, path, connectionId }) => `${kind}  ${path}  ${connectionId ?? "(no connection)"}`),
    ),
    ...section("Used by", shown.usedBy),
    ...section("Schedules", shown.schedules.map(scheduleLine)),
    // These lines are already harmless.
    ...(shown.unread.length > 0
      ? ["", "Not readable", ...shown.unread.flatMap((line) => beside("  ", line, width, 4))]
      : []),
  ];
}

function scheduleLine({ id, jobType, enabled, configuration }: Shown["schedules"][number]): string {
  const when = configuration as { type?: string; times?: string[]; interval?: number; localTimeZoneId?: string };
  const how =
    when?.type === "Cron"
      ? `every ${when.interval} min`
      : `${when?.type ?? "unknown"} ${(when?.times ?? []).join(", ")} (${when?.localTimeZoneId ?? "UTC"})`;
  return `${id}  ${jobType} ${how}${enabled ? "" : ", off"}`;
}
