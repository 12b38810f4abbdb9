import { harmless, harmlessJson } from "../../common/harmless";
import { didYouMean } from "../../common/nearest";
import { errorText } from "../../common/text";
import { destroyDispatcher } from "../../auth/dispatcher";
import { BadNews, type Output } from "../command";
import { isRefusal } from "../refusal";
import { table } from "../table";
import { compare, type Compared } from "./compare";
import { sidesOf, type Side, type SideDataflow } from "./sides";

interface Shows {
  json: boolean;
  show(compared: Compared, labels: { base: string; head: string }, name: string): Promise<void>;
}

/** `diff <dataflow> --between a,b`, or with `--all` in place of a dataflow. Throws BadNews if something differs. */
export async function diffBetween(
  between: string,
  dataflow: string | undefined,
  output: Output,
  { json, show }: Shows,
): Promise<void> {
  try {
    const sides = await sidesOf(between, output.env);
    if (dataflow === undefined) return await compareAll(sides, output, json);
    const pair = [find(sides[0], dataflow), find(sides[1], dataflow)] as const;
    const compared = await compare(sides, pair);
    for (const name of compared.left)
      output.err(`${harmless(name)} is secret and was not applied: it may show as a difference`);
    const [base, head] = sides.map(({ label }, at) => `${label}: ${pair[at]!.displayName}`) as [string, string];
    await show(compared, { base, head }, pair[0].displayName);
    if (!compared.equal) throw new BadNews();
  } finally {
    await destroyDispatcher();
  }
}

function find({ label, dataflows }: Side, wanted: string): SideDataflow {
  const found = dataflows.filter(
    ({ id, displayName }) => displayName === wanted || id.toLowerCase() === wanted.toLowerCase(),
  );
  const [one, ...more] = found;
  if (one && more.length === 0) return one;
  const names = dataflows.map(({ displayName }) => displayName);
  const why = one
    ? "several have that name; give an id"
    : names.length === 0
      ? "it has no dataflow"
      : didYouMean(wanted, names);
  throw new Error(`${harmless(label)} has no single dataflow "${harmless(wanted)}": ${harmless(why)}`);
}

interface Row {
  name: string;
  state: "same" | "differs" | "only in the first" | "only in the second" | "not readable";
  queries?: Pick<Compared, "added" | "removed" | "changed" | "settings">;
  reason?: string;
}

async function compareAll(sides: [Side, Side], output: Output, json: boolean): Promise<void> {
  const [first, second] = sides;
  const names = [...new Set(sides.flatMap(({ dataflows }) => dataflows.map(({ displayName }) => displayName)))].sort();
  const rows: Row[] = [];
  for (const name of names) {
    const [a, b] = sides.map(({ dataflows }) => dataflows.find(({ displayName }) => displayName === name));
    rows.push(
      a && b ? await rowOf(name, sides, [a, b]) : { name, state: a ? "only in the first" : "only in the second" },
    );
  }
  if (json) output.out(harmlessJson({ first: first.label, second: second.label, dataflows: rows }, 2));
  else if (rows.length === 0) output.out("neither has a dataflow");
  else {
    const state = ({ state }: Row) =>
      state === "only in the first"
        ? `only in ${first.label}`
        : state === "only in the second"
          ? `only in ${second.label}`
          : state;
    const columns = [{ name: "dataflow", shrinksTo: 16 }, { name: "state" }, { name: "what differs", shrinksTo: 16 }];
    for (const line of table(
      columns,
      rows.map((row) => [row.name, state(row), detail(row)]),
      output.columns,
    ))
      output.out(line);
  }
  if (rows.some(({ state }) => state !== "same")) throw new BadNews();
}

async function rowOf(name: string, sides: [Side, Side], pair: [SideDataflow, SideDataflow]): Promise<Row> {
  try {
    const { equal, added, removed, changed, settings } = await compare(sides, pair);
    return { name, state: equal ? "same" : "differs", queries: { added, removed, changed, settings } };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { name, state: "not readable", reason: errorText(error) };
  }
}

/** `~Orders, +New, -Old, settings`. */
function detail({ queries, reason }: Row): string {
  if (!queries) return reason ?? "";
  const { added, removed, changed, settings } = queries;
  const marked = [
    ["~", changed],
    ["+", added],
    ["-", removed],
  ] as const;
  return [...marked.flatMap(([mark, all]) => all.map((name) => mark + name)), ...(settings ? ["settings"] : [])].join(
    ", ",
  );
}
