import { isObject } from "../common/objects";
import { inSecret } from "./values";

/*
 * Pulumi's Python SDK sends the names of an object as the program writes them (`min_rows`), if the argument takes several forms and the SDK
 * cannot tell which one is meant. This file gives them the schema's names (`minRows`). Names that the user chooses, such as those of queries,
 * stay.
 */

/** A type of the schema. https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
interface Type {
  $ref?: string;
  items?: Type;
  additionalProperties?: Type;
  oneOf?: Type[];
}

export interface Schema {
  types: Record<string, { properties?: Record<string, Type> }>;
  resources: Record<string, { inputProperties: Record<string, Type> }>;
}

const TYPES = "#/types/";
const isPythonName = (key: string): boolean => /^[a-z]+(_[a-z0-9]+)+$/.test(key);
const schemaName = (key: string): string => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Returns a resource's arguments, as the engine sends them, with the schema's names. `schema` is read only if a name may be Python's. */
export function withSchemaNames(args: Record<string, unknown>, resource: string, schema: () => Schema): unknown {
  if (!hasPythonName(args)) return args;
  const { types, resources } = schema();
  const properties = resources[resource]?.inputProperties ?? {};
  return renamed(args, [{ $ref: TYPES }], { ...types, "": { properties } });
}

function hasPythonName(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasPythonName);
  return isObject(value) && Object.entries(value).some(([key, inner]) => isPythonName(key) || hasPythonName(inner));
}

/** `forms` are the types that the value may have. */
function renamed(value: unknown, forms: readonly Type[], types: Schema["types"]): unknown {
  const below = (inner: unknown, found: readonly (Type | undefined)[]) =>
    renamed(inner, found.filter(isPresent).flatMap(formsOf), types);
  if (Array.isArray(value)) {
    const items = forms.map((form) => form.items);
    return value.map((entry) => below(entry, items));
  }
  if (!isObject(value)) return value;
  const secret = inSecret(value, (content) => renamed(content, forms, types));
  if (secret !== undefined) return secret;
  const objects = forms.map(
    ({ $ref }) => ($ref?.startsWith(TYPES) && types[$ref.slice(TYPES.length)]?.properties) || {},
  );
  const isKnown = (name: string) => objects.some((properties) => Object.hasOwn(properties, name));
  const entries = Object.entries(value).map(([key, inner]) => {
    const other = schemaName(key);
    const name = isKnown(key) || !isKnown(other) || other in value ? key : other;
    const found = objects.map((properties) => (Object.hasOwn(properties, name) ? properties[name] : undefined));
    return [name, below(inner, [...found, ...forms.map((form) => form.additionalProperties)])];
  });
  return Object.fromEntries(entries);
}

/** The lifecycles also take one entry in place of a list. */
const formsOf = (type: Type): Type[] =>
  (type.oneOf ?? [type]).flatMap((form) => (form.items ? [form, form.items] : form));
const isPresent = <T>(value: T | undefined): value is T => value !== undefined;
