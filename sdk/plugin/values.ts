import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isObject } from "../common/objects";
import { isArchive, isAsset } from "../definition/engineAssets";
import type { Props } from "../lifecycle/values";
import { FORMER_SECRETS } from "../model/declaration";
import { UNKNOWN } from "../model/unknown";

/*
 * Properties as the engine sends and takes them. Secrets come wrapped; the lifecycles see every value in clear, and are told the paths of
 * those that are secret.
 */

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** The engine has one text for each type of a value that is not known yet. The lifecycles know the one of texts. */
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

/** Properties in clear, and which of them are secret. */
export interface Opened {
  props: Props;
  secrets: Path[];
}

export function opened(struct: Struct | undefined): Opened {
  const secrets: Path[] = [];
  const props = open(struct?.toJavaScript() ?? {}, [], secrets) as Props;
  return { props, secrets: secrets.sort(byText) };
}

function open(value: unknown, path: Path, secrets: Path[] | undefined): unknown {
  if (typeof value === "string") return UNKNOWN_OF_TYPES.has(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((entry, index) => open(entry, [...path, `${index}`], secrets));
  if (!isObject(value) || isContent(value)) return value;
  if (value[SIGNATURE] === SECRET) {
    secrets?.push(path);
    // What is in a secret is secret as a whole.
    return open(value.value, path, undefined);
  }
  if (value[SIGNATURE] === RESOURCE) return value.id ?? value.urn;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, open(inner, [...path, key], secrets)]));
}

const isContent = (value: unknown): boolean => isAsset(value) || isArchive(value);

const byText = (one: Path, other: Path): number => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Properties for the engine. What is at one of the paths, or holds what is there in another form, is secret; and what was so formerly. */
export function closed(props: Props, secrets: readonly Path[]): Struct {
  const plain = JSON.parse(JSON.stringify(props)) as Props;
  return Struct.fromJavaScript([...secrets, [FORMER_SECRETS]].reduce<unknown>(close, plain) as never);
}

function close(value: unknown, [key, ...rest]: Path): unknown {
  if (value === undefined || (isObject(value) && value[SIGNATURE] === SECRET)) return value;
  if (key === undefined) return { [SIGNATURE]: SECRET, value };
  if (Array.isArray(value)) return value.map((entry, index) => (`${index}` === key ? close(entry, rest) : entry));
  // Data of another form than the secret input's: as a whole, because nobody knows which part of it tells the secret.
  if (!isObject(value) || isContent(value)) return { [SIGNATURE]: SECRET, value };
  return key in value ? { ...value, [key]: close(value[key], rest) } : value;
}
