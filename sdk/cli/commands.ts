import type { Command } from "./command";

/** A command as the program's help lists it. Its file is loaded when the command is called. */
export interface CommandEntry {
  name: string;
  /** The usage after the name, as the command's own help shows it. */
  usage: string;
  summary: string;
  load(): Command;
}

/** Every command, in the order of the help. */
export const commands: readonly CommandEntry[] = [
  {
    name: "list",
    usage: "[options]",
    summary: "the dataflows of a workspace",
    load: () => (require("./list") as typeof import("./list")).list,
  },
  {
    name: "show",
    usage: "[options] <dataflow>",
    summary: "one dataflow: properties, queries, parameters, connections, users, schedules, last run",
    load: () => (require("./show") as typeof import("./show")).show,
  },
  {
    name: "diff",
    usage: "[options] [dataflow] [folder]",
    summary: "files against the service, or two environments, by query and step",
    load: () => (require("./diff") as typeof import("./diff")).diff,
  },
  {
    name: "lineage",
    usage: "[options] <dataflow>",
    summary: "which query uses which, and what they read and write",
    load: () => (require("./lineage") as typeof import("./lineage")).lineage,
  },
  {
    name: "review",
    usage: "[options] [folders...]",
    summary: "what a pull request changes: queries, steps, settings, and what depends on them; offline",
    load: () => (require("./review") as typeof import("./review")).review,
  },
  {
    name: "validate",
    usage: "[options] <paths...>",
    summary: "what is wrong with definitions in folders, offline",
    load: () => (require("./validate") as typeof import("./validate")).validate,
  },
  {
    name: "query",
    usage: "[options] <dataflow> <query>",
    summary: "evaluate a query on the dataflow's live connections, and print its rows",
    load: () => (require("./query") as typeof import("./query")).query,
  },
  {
    name: "test",
    usage: "[options] [dataflow]",
    summary: "try a mashup without deploying it: on live connections, or with rows in place of sources",
    load: () => (require("./test") as typeof import("./test")).test,
  },
  {
    name: "run",
    usage: "[options] <dataflow>",
    summary: "refresh or publish a dataflow now, and wait for the end",
    load: () => (require("./run") as typeof import("./run")).run,
  },
  {
    name: "cancel",
    usage: "[options] <dataflow>",
    summary: "cancel the active runs of a dataflow",
    load: () => (require("./cancel") as typeof import("./cancel")).cancel,
  },
  {
    name: "history",
    usage: "[options] [dataflow]",
    summary: "past runs with durations, failures and reasons",
    load: () => (require("./history") as typeof import("./history")).history,
  },
  {
    name: "export",
    usage: "[options]",
    summary: "dataflows of a workspace as files, with a program that takes them over",
    load: () => (require("./export") as typeof import("./export")).exportDataflows,
  },
  {
    name: "login",
    usage: "[options]",
    summary: "sign in as a person, by a code entered in a browser",
    load: () => (require("./login") as typeof import("./login")).login,
  },
  {
    name: "logout",
    usage: "[options]",
    summary: "delete the sign-in of `login`",
    load: () => (require("./login") as typeof import("./login")).logout,
  },
  {
    name: "whoami",
    usage: "[options]",
    summary: "who signs in, and what that identity may do",
    load: () => (require("./whoami") as typeof import("./whoami")).whoami,
  },
];
