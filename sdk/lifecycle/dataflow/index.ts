import type { Inputs, Outputs } from "../../model/dataflow";
import type { Lifecycle } from "../context";
import { check } from "./check";
import { diff } from "./diff";
import { noteBindings } from "../untriedBindings";

/* Most operations change nothing, so the code that calls the service is loaded with the first call that needs it. */
const create = (): typeof import("./create") => require("./create") as typeof import("./create");
const imported = (): typeof import("./import") => require("./import") as typeof import("./import");
const read = (): typeof import("./read") => require("./read") as typeof import("./read");
const update = (): typeof import("./update") => require("./update") as typeof import("./update");
const remove = (): typeof import("./delete") => require("./delete") as typeof import("./delete");

export const dataflow: Lifecycle<Inputs, Outputs> = {
  check,
  diff: (id, olds, news, report) => {
    noteBindings(id, olds);
    return diff(id, olds, news, report);
  },
  create: async (inputs, context) => {
    const made = await create().create(inputs, context);
    noteBindings(made.id, made.outs);
    return made;
  },
  read: async (id, props, context) => read().read(id, props, context),
  import: async (place, given, context) => imported().importDataflow(place, given, context),
  update: async (id, olds, news, context) => {
    const outs = await update().update(id, olds, news, context);
    noteBindings(id, outs);
    return outs;
  },
  delete: async (id, props, context) => remove().remove(id, props, context),
};
