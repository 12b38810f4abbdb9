import * as pulumi from "@pulumi/pulumi";
import { strangers, strangerText } from "../common/strangers";

/** Ends the program if an argument is none of those that are known: it would be taken for one that is left out. */
export function refuseStrangers(what: string, args: object, known: readonly string[]): void {
  const lines = strangers(args, known).map((name) => `${what}: ${name} ${strangerText(name, known)}`);
  if (lines.length > 0) throw new pulumi.RunError(lines.join("\n"));
}
