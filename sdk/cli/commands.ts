import type { Command } from "./command";
import { login, logout } from "./login";
import { whoami } from "./whoami";

/** Every command, in the order that the help shows. */
export const commands: readonly Command[] = [whoami, login, logout];
