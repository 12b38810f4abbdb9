import { createHash } from "node:crypto";
import { escapeM } from "../common/escapeM";
import { harmless } from "../common/harmless";
import type { SchemaMode } from "../definition/m/destinations";
import { bareName } from "../definition/m/text";
import type { TableColumn, TableColumns, WrittenTable } from "./writtenTables";

/*
 * The text of a written table, for the state and the preview:
 *
 * lakehouse 2222.../dbo.Orders Replace automatic; OrderId int64, #"Net amount" number, ... warehouse 5555.../dbo.Orders Append fixed;
 * OrderId int64, OrderDate -> Date date
 *
 * It has the item and the table, the update method, how the columns follow the query, and the columns with their types. If a column has
 * another name in the query, that name comes first, before an arrow. Dots mean that there may be other columns. A name with more than
 * letters, digits, `_` and `-` is quoted as in M.
 */

/** The longest list of columns, in characters. Longer ones become a count and a hash, so that a state stays small. */
const LONGEST_LIST = 700;
const UNKNOWN = "?";
/** The text if it is not known how the columns follow the query. */
const UNKNOWN_SCHEMA = "unknown";
const OTHERS = "...";

const PLAIN = /^[\p{L}\p{N}_-]+$/u;
const NAME = String.raw`[\p{L}\p{N}_?-]+|#"(?:[^"]|"")*"`;
const HEAD = new RegExp(
  `^(${NAME}) (${NAME})/(?:(${NAME})\\.)?(${NAME}) (${NAME}) (fixed|dynamic|automatic|unknown)(?:; (.+))?$`,
  "u",
);
const COLUMN = new RegExp(`(?:(${NAME}) -> )?(${NAME})(?: ([a-z0-9]+))?(?:, |$)|\\.\\.\\.$`, "uy");
const COUNTED = /^\d+ columns, hash [0-9a-f]{12}$/;

const written = (name: string | undefined): string =>
  name === undefined ? UNKNOWN : PLAIN.test(name) ? name : `#"${escapeM(name)}"`;

/** Returns the text of a written table. `hide` masks secret values in a name. */
export function destinationText(
  { place, method, schema, columns }: WrittenTable,
  hide: (name: string) => string = (name) => name,
): string {
  const name = (text: string | undefined): string => written(text === undefined ? undefined : hide(text));
  const table = place.schema === undefined ? name(place.table) : `${name(place.schema)}.${name(place.table)}`;
  const head = `${name(place.item)} ${name(place.itemName)}/${table} ${name(method)} ${schema ?? UNKNOWN_SCHEMA}`;
  const list = listText(columns, schema, name);
  return harmless(list === "" ? head : `${head}; ${list}`);
}

function listText(
  { listed, open, counted }: TableColumns,
  schema: SchemaMode | undefined,
  name: (text: string) => string,
): string {
  if (counted !== undefined || listed.length === 0) return counted ?? "";
  const texts = listed.map(({ name: column, source, type }) => {
    const from = source === undefined || source === column ? "" : `${name(source)} -> `;
    return `${from}${name(column)}${type === undefined ? "" : ` ${type}`}`;
  });
  // Columns that a mapping leaves out are not written.
  const list = [...texts, ...(open && schema !== "fixed" ? [OTHERS] : [])].join(", ");
  if (list.length <= LONGEST_LIST) return list;
  return `${listed.length} columns, hash ${createHash("sha256").update(list).digest("hex").slice(0, 12)}`;
}

/** Reads such a text. Returns undefined for any other text. */
export function parseDestinationText(text: string, query: string): WrittenTable | undefined {
  const found = HEAD.exec(text);
  if (!found) return undefined;
  const [, item, itemName, schemaName, table, method, mode, list] = found;
  const schema = mode === UNKNOWN_SCHEMA ? undefined : (mode as SchemaMode);
  const columns = parseList(list, schema);
  return (
    columns && {
      query,
      place: { item: bare(item), itemName: bare(itemName), schema: bare(schemaName), table: bare(table) },
      method: bare(method),
      schema,
      columns,
    }
  );
}

const bare = (name: string | undefined): string | undefined =>
  name === undefined || name === UNKNOWN ? undefined : bareName(name);

function parseList(list: string | undefined, schema: SchemaMode | undefined): TableColumns | undefined {
  if (list === undefined) return { listed: [], open: true };
  if (COUNTED.test(list)) return { listed: [], open: true, counted: list };
  const listed: TableColumn[] = [];
  const isMapped = schema === "fixed" || schema === "dynamic";
  let open = schema === "fixed";
  COLUMN.lastIndex = 0;
  while (COLUMN.lastIndex < list.length) {
    const found = COLUMN.exec(list);
    if (!found) return undefined;
    const [, from, name, type] = found;
    if (name === undefined) open = true;
    else
      listed.push({
        name: bareName(name),
        source: from === undefined ? (isMapped ? bareName(name) : undefined) : bareName(from),
        type,
      });
  }
  return { listed, open };
}
