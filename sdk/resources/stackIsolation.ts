import * as pulumi from "@pulumi/pulumi";
import { stackFlag, stackList } from "../model/stackValues";
import { configKey } from "../settingNames";
import type { DataflowArgs } from "./dataflowArgs";

type Isolation = Pick<DataflowArgs, "isolated" | "allowForeign">;

/** Returns the stack's defaults for every dataflow: `fabric-dataflow:isolated` and `fabric-dataflow:allowForeign`. */
export function isolationOf(args: Isolation = {}): Isolation {
  const isolated = args.isolated ?? stackFlag(pulumi.runtime.getConfig(configKey("isolated")));
  const allowForeign = withStack(args.allowForeign, stackList(pulumi.runtime.getConfig(configKey("allowForeign"))));
  return { ...(isolated !== undefined && { isolated }), ...(allowForeign !== undefined && { allowForeign }) };
}

function withStack(own: Isolation["allowForeign"], stack: string[] | undefined): Isolation["allowForeign"] {
  if (stack === undefined) return own;
  if (own === undefined) return stack;
  return pulumi.output(own).apply((ids) => (Array.isArray(ids) && Array.isArray(stack) ? [...ids, ...stack] : ids));
}
