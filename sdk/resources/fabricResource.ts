import * as pulumi from "@pulumi/pulumi";
import { DECLARATION, FORMER_SECRETS } from "../model/declaration";
import { keysWith, type Key } from "../model/keys";
import { declaration } from "./declaration";
import { separateEngineConnections } from "./engineConnections";
import { awaited, declareFailed, reasonOf } from "./failedInputs";
import { withoutPromiseTraces } from "./promiseTraces";
import { providerText, typeToken } from "../model/providerText";
import { judgeConfiguration } from "./configuration";
import { refuseWhereRuntimeIsNotFound } from "./runtimeCheck";
import { secretPaths } from "./secretPaths";

separateEngineConnections();

/** The differences between the classes. */
interface Kind {
  /** Its name in the type token. */
  type: string;
  /** The name of its lifecycle in `/runtime`. Contract: states hold it. */
  lifecycle: string;
  keys: Readonly<Record<string, Key>>;
}

/** The arguments of the SDK's constructor, and the function to call after it. */
export interface Declared {
  resource: [type: string, name: string, properties: pulumi.Inputs, opts: pulumi.CustomResourceOptions];
  done(): void;
}

/**
 * Returns what a class passes to the SDK: the arguments, the declaration and the Outputs. It is not a base class,
 * because the SDK finds the program's line by the number of constructors above it: `try { super(...declared.resource) }
 * finally { declared.done() }`.
 */
export function declare(
  { type, lifecycle, keys }: Kind,
  name: string,
  given: object | undefined,
  opts: pulumi.CustomResourceOptions,
): Declared {
  // `check` reports what is wrong with the arguments.
  const args = given ?? {};
  refuseWhereRuntimeIsNotFound();
  judgeConfiguration();
  // The lifecycle adopts the item. The engine's own import would require inputs that equal what it reads.
  const { import: _import, ...rest } = opts;
  const secrets = secretPaths(args, (path, error) =>
    declareFailed({ type, lifecycle }, name, { [path.join(".")]: reasonOf(error) }, opts),
  );
  const fromClass = {
    [DECLARATION]: declaration(typeToken(type), name, args, opts, secrets && awaited(secrets)),
    __provider: providerText(lifecycle),
  };
  const inputs = properties({ ...withDatesAsTexts(args), ...fromClass }, keysWith(keys, { shown: true }));
  const additionalSecretOutputs = [...(rest.additionalSecretOutputs ?? []), FORMER_SECRETS];
  const options = { ...rest, additionalSecretOutputs };
  return { resource: [typeToken(type), name, inputs, options], done: withoutPromiseTraces() };
}

/** An invalid date stays an object, which `check` refuses. */
const isTime = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());

/** The engine has no type for dates. The SDK would treat a date as an object without properties. */
function withDatesAsTexts(args: object): pulumi.Inputs {
  const { parameters } = args as { parameters?: unknown };
  if (typeof parameters !== "object" || parameters === null || pulumi.Output.isInstance(parameters)) return { ...args };
  const entries = Object.entries(parameters);
  if (!entries.some(([, value]) => value instanceof Date)) return { ...args };
  const texts = entries.map(([name, value]) => [name, isTime(value) ? value.toISOString() : value]);
  return { ...args, parameters: Object.fromEntries(texts) };
}

/**
 * Returns a resource's properties in the SDK's form. A property that the class shows is an Output even if nobody sets
 * it. Other undefined properties are left out: each property costs the program four promises with their stack traces,
 * and these take most of the time of a preview.
 */
const properties = (given: pulumi.Inputs, shown: readonly string[]): pulumi.Inputs => ({
  ...Object.fromEntries(shown.map((key) => [key, undefined])),
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});
