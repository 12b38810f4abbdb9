import * as pulumi from "@pulumi/pulumi";
import { strangers, strangerText } from "../common/strangers";

/** Throws a `RunError` if an argument is unknown. Otherwise a misspelt argument would count as left out. */
export function refuseStrangers(what: string, args: object, known: readonly string[]): void {
  const lines = strangers(args, known).map((name) => `${what}: ${name} ${strangerText(name, known)}`);
  if (lines.length > 0) throw new pulumi.RunError(lines.join("\n"));
}
