import { StoredDefinition } from "./definitions";
import { ApiError } from "./errors";
import { ApiResponse, Call, ok } from "./http";
import { findItem } from "./items";
import { Member, mashupMembers } from "./mashup";
import { page } from "./paging";
import { metadataOf } from "./publish";

export type ParameterType =
  "String" | "Boolean" | "Integer" | "Number" | "DateTime" | "DateTimeZone" | "Date" | "Time" | "Duration";

export interface Parameter {
  name: string;
  description: string;
  isRequired: boolean;
  type: ParameterType;
  defaultValue: unknown;
}

// `Type = "Text"` and `Type = type text` both occur, and `nullable` may stand before the name.
const TYPES: Record<string, ParameterType> = {
  text: "String",
  any: "String",
  logical: "Boolean",
  "whole number": "Integer",
  "int64.type": "Integer",
  number: "Number",
  "decimal number": "Number",
  datetime: "DateTime",
  datetimezone: "DateTimeZone",
  date: "Date",
  time: "Time",
  duration: "Duration",
};

const EMPTY: Record<ParameterType, unknown> = {
  String: "",
  Boolean: false,
  Integer: 0,
  Number: 0,
  DateTime: "0001-01-01T00:00:00.000Z",
  DateTimeZone: "0001-01-01T00:00:00+00:00",
  Date: "0001-01-01",
  Time: "00:00:00",
  Duration: "P0DT0H0M0S",
};

/** The fields of `[A = x, B = y]`, as token lists. */
function fieldsOf(record: string[]): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  let depth = 0;
  let name: string | undefined;
  for (const token of record.slice(1, -1)) {
    if (depth === 0 && token === ",") name = undefined;
    else if (name === undefined) fields.set((name = token), []);
    else if (!(token === "=" && fields.get(name)?.length === 0)) fields.get(name)?.push(token);
    if (/^[[{(]$/.test(token)) depth++;
    if (/^[\]})]$/.test(token)) depth--;
  }
  return fields;
}

const textOf = (token: string): string => token.slice(1, -1).replace(/""/g, '"');

const two = (value: string | undefined): string => (value ?? "0").padStart(2, "0");

/** The value of a literal, in the API's form. Undefined if the text is not a literal. */
function literal(tokens: string[]): unknown {
  const [first = ""] = tokens;
  if (first.startsWith('"')) return textOf(first);
  if (first === "true" || first === "false") return first === "true";
  if (/^-?[\d.]/.test(tokens.join(""))) return Number(tokens.join(""));
  const numbers = (tokens.join("").match(/\(([^)]*)\)/)?.[1] ?? "").split(",");
  const [a, b, c, d, e, f, g, h] = numbers;
  const date = `${a?.padStart(4, "0")}-${two(b)}-${two(c)}`;
  const time = `${two(d)}:${two(e)}:${two(f)}`;
  switch (tokens.slice(0, 2).join("")) {
    case "#date":
      return date;
    case "#time":
      return `${two(a)}:${two(b)}:${two(c)}`;
    case "#datetime":
      return `${date}T${time}.000Z`;
    case "#datetimezone":
      return `${date}T${time}${Number(g) < 0 ? "-" : "+"}${two(g?.replace("-", ""))}:${two(h)}`;
    case "#duration":
      return `P${a}DT${b}H${c}M${d}S`;
    default:
      return undefined;
  }
}

function parameterOf({ name, tokens }: Member): Parameter | undefined {
  const at = tokens.findIndex((token, index) => token === "meta" && tokens[index + 1] === "[");
  if (at === -1) return undefined;
  let end = at + 1;
  for (let depth = 0; end < tokens.length; end++) {
    if (/^[[{(]$/.test(tokens[end] as string)) depth++;
    if (/^[\]})]$/.test(tokens[end] as string) && --depth === 0) break;
  }
  const meta = fieldsOf(tokens.slice(at + 1, end + 1));
  if (meta.get("IsParameterQuery")?.[0] !== "true") return undefined;
  const typeTokens = (meta.get("Type") ?? []).filter((token) => token !== "type" && token !== "nullable");
  const typeName = typeTokens[0]?.startsWith('"') ? textOf(typeTokens[0]) : typeTokens.join("");
  const type = TYPES[typeName.toLowerCase()] ?? "String";
  // Plain, `v meta [...]`, or wrapped, `let P = v meta [...] in P`.
  const value = literal(tokens.slice(tokens[0] === "let" ? 3 : 0, at));
  const given = value ?? literal(meta.get("DefaultValue") ?? []);
  const description = meta.get("Description")?.[0] ?? '""';
  const isRequired = meta.get("IsParameterQueryRequired")?.[0] === "true";
  return { name, description: textOf(description), isRequired, type, defaultValue: given ?? EMPTY[type] };
}

export function parametersOf(definition: StoredDefinition): Parameter[] {
  const mashup = definition.parts.get("mashup.pq");
  return mashup ? mashupMembers(mashup.toString("utf8")).flatMap((member) => parameterOf(member) ?? []) : [];
}

export const isParametric = (definition: StoredDefinition): boolean => metadataOf(definition).parametric === true;

export function discoverParameters(call: Call): ApiResponse {
  const definition = findItem(call, "Dataflow").dataflow?.edited;
  if (!definition || !isParametric(definition)) throw new ApiError("DataflowNotParametricError");
  return ok(
    page(
      call,
      parametersOf(definition),
      ({ name }) => name,
      (parameter) => parameter,
    ),
  );
}
