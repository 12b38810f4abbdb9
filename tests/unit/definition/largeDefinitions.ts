import type { DefinitionPart } from "../../../sdk/definition/parts";
import { textPart } from "./samples";

const BYTES = 500_000;
const ID = "11111111-1111-4111-8111-111111111111";

/** M of about 500 KB: a beginning, a repeated part, and an end. */
function filled(
  first: string,
  repeated: (at: number) => string,
  last: string,
  metadata: object = {},
): DefinitionPart[] {
  const texts = [`section Section1;\n${first}`];
  let bytes = first.length;
  for (let at = 0; bytes < BYTES; at++) {
    const text = repeated(at);
    texts.push(text);
    bytes += text.length;
  }
  return definition(texts.join("") + last, metadata);
}

const definition = (mashup: string, metadata: object): DefinitionPart[] => [
  textPart("mashup.pq", mashup),
  textPart("queryMetadata.json", JSON.stringify({ formatVersion: "202502", queriesMetadata: {}, ...metadata })),
];

const entries = (count: number, entry: (at: number) => object): object =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`Q${at}`, { queryId: "x", ...entry(at) }]));

const step = (at: number, step: number): string =>
  `    #"Step ${step}" = Table.SelectRows(${step === 0 ? `Sql.Database("server", "db"){[Schema = "dbo", Item = "T${at}"]}[Data]` : `#"Step ${step - 1}"`}, each [Amount] > ${step} and [#"Order Date"] <> null)`;

/** Definitions of the largest size that the service accepts. Each is the worst case for one operation on it. */
export const largeDefinitions: Readonly<Record<string, () => DefinitionPart[]>> = {
  "551 queries of many steps": () =>
    definition(
      "section Section1;\n" +
        Array.from({ length: 551 }, (_, at) => {
          const steps = Array.from({ length: 8 }, (_, index) => step(at, index)).join(",\n");
          return `shared #"Query ${at}" = let\n${steps}\n  in\n    #"Step 7";\n`;
        }).join(""),
      {},
    ),
  "a sum": () => filled("shared A = 1", () => " + 1", ";"),
  "a concatenation": () => filled('shared A = "a"', () => ' & "a"', ";"),
  "one name after the other": () => filled("shared A = B", () => " & B", ";"),
  "one number after the other": () => filled("shared A = {1", () => ", 1", "};"),
  "one record after the other": () => filled("shared A = {1", () => ", [a = 1]", "};"),
  "one call after the other": () => filled("shared A = {1", () => ", f(x, [a])", "};"),
  "names that are defined nowhere": () => filled("shared A = {1", (at) => `, u${at}`, "};"),
  "steps that follow each other": () => filled("shared A = let a = 1", (at) => `, a${at} = a${at - 1}`, " in a;"),
  "steps whose names are like none": () => filled("shared A = let a = 1", (at) => `, a${at} = b${at}`, " in a;"),
  "a step that is defined again": () => filled("shared A = let a = 1", () => ", a = 1", " in a;"),
  "navigation by ids": () =>
    filled("shared A = let a0 = X()", (at) => `, a${at + 1} = a${at}{[lakehouseId="${at}"]}`, " in a0;"),
  "else if": () => filled("shared A = ", () => "if a then b else ", "1;"),
  signs: () => filled("shared A = ", () => "not ", "true;"),
  "functions in functions": () => filled("shared A = ", () => "(x)=>", "true;"),
  "brackets that do not end": () => filled("shared A = ", () => "(", "1;"),
  "lists of parameters that are none": () => filled("shared A = {1", () => ",(a,b,c,d", ";"),
  "a long way of steps": () => filled("shared A = a", () => "{0}", ";"),
  "small queries": () => filled("", (at) => `shared Q${at} = 1;\n`, ""),
  "queries that use the next one": () => filled("", (at) => `shared Q${at} = Q${at + 1};\n`, ""),
  "items behind a chain of queries": () =>
    filled(
      `shared C0 = Lakehouse.Contents(null){[workspaceId = "${ID}"]}[Data];\n`,
      (at) => `shared C${at + 1} = C${at};\nshared I${at} = C${at}{[lakehouseId = "${ID}"]}[Data];\n`,
      "",
    ),
  "queries in a ring": () => filled("", (at) => `shared Q${at} = Q${at + 1};\n`, "shared Z = Q0;"),
  "rings of two": () => filled("", (at) => `shared Q${at} = Q${at + 1} + Q${at - 1};\n`, ""),
  "queries that cannot be read": () => filled("", (at) => `shared Q${at} = ;\n`, ""),
  "queries that Microsoft's parser reads for a second each": () =>
    filled("", (at) => `shared Q${at} = {${"1,".repeat(9_000)}${"{[a=(".repeat(120)};\n`, ""),
  "short queries of brackets that do not end": () =>
    filled("", (at) => `shared Q${at} = ${"{[a=(".repeat(150)};\n`, ""),
  "one query again and again": () => filled("", (at) => `shared Q = ${at};\n`, ""),
  "members without a name": () => filled("", (at) => `shared = ${at};\n`, ""),
  "nothing but semicolons": () => filled("", () => ";", ""),
  "destinations that there are not": () =>
    filled("", (at) => `[DataDestinations = {[Definition = [QueryName = "N${at}"]]}] shared Q${at} = 1;\n`, ""),
  "destinations in another case": () =>
    filled("", (at) => `[DataDestinations = {[Definition = [QueryName = "q${at + 1}"]]}] shared Q${at} = 1;\n`, ""),
  "a long attribute": () => filled("[A = {1", () => ", 1", "}] shared A = 1;"),
  "a parameter with a long list": () =>
    filled("shared A = 1 meta [IsParameterQuery = true, List = {1", () => ", 1", "}];"),
  "a name of 500 KB": () => filled('shared A = #"', () => "a", '";'),
  "a field's name of 500 KB": () => filled("shared A = [", () => "a ", "= 1];"),
  "escapes that do not end": () => filled('shared A = "', () => "#(lf,", ')";'),
  "groups within groups": () =>
    definition("section S;\nshared A = 1;", {
      queryGroups: Array.from({ length: 2_000 }, (_, at) => ({ id: `g${at}`, name: "n", parentId: `g${at + 1}` })),
      queriesMetadata: entries(20_000, (at) => ({ queryName: `Q${at}`, queryGroupId: `g${at % 10}` })),
    }),
  "as many entries as are taken": () =>
    filled("", (at) => `shared Q${at} = 1;\n`, "", {
      queriesMetadata: entries(20_000, (at) => ({ queryName: `q${at}` })),
      connections: Array.from({ length: 2_000 }, (_, at) => ({ path: `p${at}`, kind: "Sql", connectionId: "none" })),
    }),
};
