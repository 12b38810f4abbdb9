import { cancel } from "./cancel";
import type { Command } from "./command";
import { diff } from "./diff";
import { exportDataflows } from "./export";
import { history } from "./history";
import { lineage } from "./lineage";
import { list } from "./list";
import { login, logout } from "./login";
import { query } from "./query";
import { review } from "./review";
import { run } from "./run";
import { show } from "./show";
import { test } from "./test";
import { validate } from "./validate";
import { whoami } from "./whoami";

/** Every command, in the order that the help shows. */
export const commands: readonly Command[] = [
  ...[list, show, diff, lineage, review, validate],
  ...[query, test, run, cancel, history, exportDataflows],
  ...[login, logout, whoami],
];
