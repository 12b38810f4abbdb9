import * as pulumi from "@pulumi/pulumi";
import { unknownKeys, unknownKeyText } from "../common/unknownKeys";

/** Throws a `RunError` if an argument is unknown. Otherwise a misspelt argument would be ignored silently. */
export function refuseUnknownKeys(what: string, args: object, known: readonly string[]): void {
  const lines = unknownKeys(args, known).map((name) => `${what}: ${name} ${unknownKeyText(name, known)}`);
  if (lines.length > 0) throw new pulumi.RunError(lines.join("\n"));
}
