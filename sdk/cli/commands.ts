import { cancel } from "./cancel";
import type { Command } from "./command";
import { diff } from "./diff";
import { exportDataflows } from "./export";
import { history } from "./history";
import { lineage } from "./lineage";
import { list } from "./list";
import { login, logout } from "./login";
import { run } from "./run";
import { show } from "./show";
import { validate } from "./validate";
import { whoami } from "./whoami";

/** Every command, in the order that the help shows. */
export const commands: readonly Command[] = [
  ...[list, show, diff, lineage, validate],
  ...[run, cancel, history, exportDataflows],
  ...[login, logout, whoami],
];
