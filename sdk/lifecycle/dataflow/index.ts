import type { Inputs, Outputs } from "../../model/dataflow";
import type { Lifecycle } from "../context";
import { check } from "./check";
import { create } from "./create";
import { remove } from "./delete";
import { diff } from "./diff";
import { importDataflow } from "./import";
import { read } from "./read";
import { update } from "./update";
import { noteBindings } from "../untriedBindings";

export const dataflow: Lifecycle<Inputs, Outputs> = {
  check,
  diff: (id, olds, news, report) => {
    noteBindings(id, olds);
    return diff(id, olds, news, report);
  },
  create: async (inputs, context) => {
    const made = await create(inputs, context);
    noteBindings(made.id, made.outs);
    return made;
  },
  read,
  import: importDataflow,
  update: async (id, olds, news, context) => {
    const outs = await update(id, olds, news, context);
    noteBindings(id, outs);
    return outs;
  },
  delete: remove,
};
