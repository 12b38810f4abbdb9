import type { Inputs, Outputs } from "../../model/dataflow";
import type { Lifecycle } from "../context";
import { check } from "./check";
import { create } from "./create";
import { remove } from "./delete";
import { diff } from "./diff";
import { read } from "./read";
import { update } from "./update";

export const dataflow: Lifecycle<Inputs, Outputs> = { check, diff, create, read, update, delete: remove };
