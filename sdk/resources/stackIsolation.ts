import * as pulumi from "@pulumi/pulumi";
import { configKey } from "../settingNames";
import type { DataflowArgs } from "./dataflowArgs";

type Isolation = Pick<DataflowArgs, "isolated" | "allowForeign">;

/** What the stack's configuration says for every dataflow: `fabric-dataflow:isolated` and `fabric-dataflow:allowForeign`. */
export function isolationOf(args: Isolation = {}): Isolation {
  const isolated = args.isolated ?? flagOf(pulumi.runtime.getConfig(configKey("isolated")));
  const allowForeign = withStack(args.allowForeign, listOf(pulumi.runtime.getConfig(configKey("allowForeign"))));
  return { ...(isolated !== undefined && { isolated }), ...(allowForeign !== undefined && { allowForeign }) };
}

function withStack(own: Isolation["allowForeign"], stack: string[] | undefined): Isolation["allowForeign"] {
  if (stack === undefined) return own;
  if (own === undefined) return stack;
  return pulumi.output(own).apply((ids) => (Array.isArray(ids) && Array.isArray(stack) ? [...ids, ...stack] : ids));
}

/** What is neither goes on as it is: `check` says what is wrong with it. */
const flagOf = (text: string | undefined): boolean | undefined =>
  text === "true" || text === "false" ? text === "true" : (text as unknown as undefined);

/** A JSON list, as `pulumi config set --path` writes it, or ids with commas between them. */
function listOf(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  if (!text.trimStart().startsWith("[")) return text.split(",").map((id) => id.trim());
  try {
    return JSON.parse(text) as string[];
  } catch {
    return text as unknown as string[];
  }
}
