import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isObject } from "../common/objects";
import { isArchive, isAsset, type Marked } from "../definition/engineAssets";
import type { Props } from "../lifecycle/values";
import { FORMER_SECRETS } from "../model/declaration";
import { UNKNOWN } from "../model/unknown";

/*
 * Properties in the engine's form. The engine wraps secrets. The lifecycles get every value in clear, with the paths of the secret ones.
 */

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** The engine has one placeholder for unknown values of each type. The lifecycles use the one for texts. */
const UNKNOWN_OF_TYPES = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export type Path = string[];

/** Properties in clear, and the paths of the secret ones. */
export interface Opened {
  props: Props;
  secrets: Path[];
}

/** `named` returns the properties, still in the engine's form, with other names. */
export function opened(struct: Struct | undefined, named: (props: Props) => unknown = (props) => props): Opened {
  const secrets: Path[] = [];
  const props = open(named(struct?.toJavaScript() ?? {}), [], secrets) as Props;
  return { props, secrets: secrets.sort(byText) };
}

function open(value: unknown, path: Path, secrets: Path[] | undefined): unknown {
  if (typeof value === "string") return UNKNOWN_OF_TYPES.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((entry, index) => open(entry, [...path, `${index}`], secrets));
  if (!isObject(value) || isContent(value)) return value;
  if (value[SIGNATURE] === SECRET) {
    secrets?.push(path);
    // A secret is secret as a whole: secrets within it need no paths.
    return open(value.value, path, undefined);
  }
  if (value[SIGNATURE] === RESOURCE) return value.id ?? value.urn;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner, [...path, key], secrets)]));
}

/** Returns a value in the engine's form with another content, if it is a secret. Otherwise undefined. */
export const inSecret = (value: Marked, change: (content: unknown) => unknown): Marked | undefined =>
  value[SIGNATURE] === SECRET ? { ...value, value: change(value.value) } : undefined;

const isContent = (value: unknown): boolean => isAsset(value) || isArchive(value);

const byText = (one: Path, other: Path): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/**
 * Returns properties in the engine's form. Secret is the value at each path, or a value on the way to it that has another form than the
 * secret input, and the former secrets.
 */
export function closed(props: Props, secrets: readonly Path[]): Struct {
  const plain = JSON.parse(JSON.stringify(props)) as Props;
  return Struct.fromJavaScript([...secrets, [FORMER_SECRETS]].reduce<unknown>(close, plain) as never);
}

function close(value: unknown, [key, ...rest]: Path): unknown {
  if (value === undefined || (isObject(value) && value[SIGNATURE] === SECRET)) return value;
  if (key === undefined) return { [SIGNATURE]: SECRET, value };
  if (Array.isArray(value)) return value.map((entry, index) => (`${index}` === key ? close(entry, rest) : entry));
  // The value has another form than the secret input. It is secret as a whole, because the part that holds the secret is not known.
  if (!isObject(value) || isContent(value)) return { [SIGNATURE]: SECRET, value };
  return key in value ? { ...value, [key]: close(value[key], rest) } : value;
}
