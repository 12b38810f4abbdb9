import { readFileSync } from "node:fs";
import { join } from "node:path";

const fixture = join(__dirname, "../fixtures/definitions/Sales.Dataflow");

interface Part {
  path: string;
  content: Uint8Array;
}

/**
 * A definition of many queries, made from the fixture. Each query is a chain of steps of about the given size. It uses the query before
 * it in its group of ten. `edit` changes a number in one query.
 */
export function largeDefinition(queries: number, bytes: number, edit?: number): Part[] {
  const template = readFileSync(join(fixture, "mashup.pq"), "utf8");
  const server = template.slice(template.indexOf("shared ServerName"), template.indexOf("shared Database"));
  const members = Array.from({ length: queries }, (_, index) =>
    member(index, Math.floor(bytes / queries), index === edit),
  );
  const mashup = `section Section1;\n${server}${members.join("")}`;
  const metadata = JSON.parse(readFileSync(join(fixture, "queryMetadata.json"), "utf8")) as Record<string, unknown>;
  metadata["queriesMetadata"] = Object.fromEntries(
    ["ServerName", ...members.map((_, index) => nameOf(index))].map((queryName) => [
      queryName,
      { queryId: queryName, queryName, loadEnabled: false },
    ]),
  );
  return [
    { path: "mashup.pq", content: Buffer.from(mashup, "utf8") },
    { path: "queryMetadata.json", content: Buffer.from(JSON.stringify(metadata, null, 2), "utf8") },
  ];
}

const nameOf = (index: number): string => `Query ${index}`;

function member(index: number, bytes: number, edited: boolean): string {
  const from =
    index % 10 === 0
      ? 'Sql.Database(ServerName, "Sales"){[Schema = "dbo", Item = "Orders"]}[Data]'
      : `#"${nameOf(index - 1)}"`;
  const steps = [`Source = ${from}`];
  let last = "Source";
  for (let step = 0, size = 120; size < bytes; step++) {
    const name = `#"Step ${step}"`;
    const text =
      step % 3 === 0
        ? `Table.SelectRows(${last}, each [Amount] > ${index * 100 + step + (edited && step === 0 ? 1 : 0)} and Text.Contains([Name], "a ""quoted"" name") and not List.Contains({"x", "y"}, [Kind]))`
        : step % 3 === 1
          ? `Table.AddColumn(${last}, "Column ${step}", each if [Amount] = null then null else Number.Round([Amount] * 1.${step}, 2), type nullable number)`
          : `Table.TransformColumnTypes(${last}, {{"Column ${step - 1}", type number}, {"Name", type text}, {"Id", Int64.Type}}, "en-US")`;
    steps.push(`// What step ${step} is for\n  ${name} = ${text}`);
    size += text.length + 45;
    last = name;
  }
  return `shared #"${nameOf(index)}" = let\n  ${steps.join(",\n  ")}\nin\n  ${last};\n`;
}
