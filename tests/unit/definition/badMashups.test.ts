import { LEGACY, MASHUP, METADATA } from "../../../sdk/definition/parts";
import { definition, eachIsReported, m, sales, off, warn, without, type Mistake } from "./mistakes";
import { ownDefinition, replacePart, textOf, textPart } from "./samples";

const table: Mistake[] = [
  // The parts
  [
    "no part",
    [],
    "error definition: is empty; it needs mashup.pq and queryMetadata.json, as a folder in Fabric's Git format has them",
  ],
  [
    "no mashup",
    without(MASHUP),
    "error definition/mashup.pq: is missing; definition needs mashup.pq and queryMetadata.json; it holds .platform, queryMetadata.json",
  ],
  [
    "a file that is no part",
    [...sales, textPart("README.md", "x")],
    "error definition/README.md: is not a part of a dataflow, and the service refuses it; move it out of the folder (parts are mashup.pq, queryMetadata.json, .platform and *.mdf)",
  ],
  [
    "a dataflow of the first generation",
    [textPart("model.json", "{}")],
    'error definition/model.json: is a dataflow of the first generation (Gen1), which has no definition in Fabric; use "Save as Dataflow Gen2" in the portal, and export that one',
  ],
  ["an empty mashup", replacePart(sales, MASHUP, " \n"), "error definition/mashup.pq: is empty"],
  [
    "a mashup that is not a text",
    [...without(MASHUP), { path: MASHUP, content: Uint8Array.of(0xff, 0xfe, 0x41) }],
    "error definition/mashup.pq: is not UTF-8 text; save it as UTF-8",
  ],
  [
    "metadata that is no JSON",
    replacePart(sales, METADATA, '{"a": 1,}'),
    "error definition/queryMetadata.json:1:9: is not valid JSON; correct it there",
  ],
  [
    "metadata that is a list",
    replacePart(sales, METADATA, "[]"),
    "error definition/queryMetadata.json: must be a JSON object",
  ],
  [
    "the older form without M",
    [textPart(LEGACY, '{"editingSessionMashup": {}}')],
    "error definition/dataflow-content.json: has no text editingSessionMashup.mashupDocument, which holds the M in this form",
  ],
  // The document
  [
    "an expression in place of a section",
    definition("\nlet x = 1 in x", {}),
    "error definition/mashup.pq:2:1: is not a section document; a dataflow's M begins with `section Section1;` and declares each query as `shared Name = ...;`",
  ],
  [
    "a comment alone",
    definition("// nothing", {}),
    "error definition/mashup.pq:1:1: is not a section document; a dataflow's M begins with `section Section1;` and declares each query as `shared Name = ...;`",
  ],
  ["a section without query, which is how the portal makes a dataflow: nothing", definition("section S;", {})],
  [
    "a query that is declared twice",
    m('shared A = 1;\nshared #"A" = 2;'),
    "error definition/mashup.pq:3:8: declares the query A again (first at 2:8); rename or remove one",
  ],
  [
    "queries whose names differ in case alone",
    m("shared A = 1;\nshared a = 2;"),
    "warning definition/mashup.pq:3:8: declares a, which differs from A (at 2:8) only in case; rename one, because the service ignores case in names",
    "warning definition/queryMetadata.json: has no entry for the query a",
  ],
  [
    "a query without name",
    m("shared A = 1;\nshared = 2;"),
    `error definition/mashup.pq:3:8: Microsoft's parser refuses this: Expected to find a identifier, but a equal operator <'='> was found instead; correct the M there, or ${warn}`,
  ],
  [
    "a header that does not parse",
    definition("[A = 1 + 1]\nsection S;\nshared A = 1;"),
    `error definition/mashup.pq:1:8: Microsoft's parser refuses this: Expected to find either a comma <','> or right bracket <']'>.; correct the M there, or ${warn}`,
  ],
  [
    "a header without semicolon, which would take the first query with it",
    definition("section S\nshared A = 1;\nshared B = 2;", { B: {} }),
    `error definition/mashup.pq:2:1: Microsoft's parser refuses this: Expected to find a semicolon <';'>, but a keyword <'shared'> was found instead; correct the M there, or ${warn}`,
  ],
  ["a section with a quoted name: nothing", definition('section #"My section";', {})],
  ["a section without name: nothing", definition("section;", {})],
  [
    "a module of the library that is misspelt",
    m('shared A = Tabel.FromRows({}, {"A"});'),
    "warning definition/mashup.pq:2:12: `Tabel.FromRows` is not in a known module of the M library; did you mean `Table.FromRows`?",
  ],
  // Syntax
  [
    "a query that does not end",
    m("shared A = 1"),
    `error definition/mashup.pq:2:13: Microsoft's parser refuses this: Expected to find a semicolon <';'>, but the end-of-stream was reached instead; correct the M there, or ${warn}`,
  ],
  [
    "a missing semicolon",
    m("shared A = 1\nshared B = 2;"),
    `error definition/mashup.pq:3:1: Microsoft's parser refuses this: Expected to find a semicolon <';'>, but a keyword <'shared'> was found instead; correct the M there, or ${warn}`,
  ],
  [
    "a comma before in",
    m("shared A = let\n  x = 1,\nin\n  x;"),
    `warning definition/mashup.pq:4:1: Microsoft's parser refuses this: A comma cannot proceed an 'in'; correct the M there, or ${off}`,
  ],
  [
    "a missing comma",
    m("shared A = let\r\n  x = 1\r\n  y = 2\r\nin\r\n  x;"),
    `warning definition/mashup.pq:4:3: Microsoft's parser refuses this: Expected to find either a comma <','> or keyword <'in'>.; correct the M there, or ${off}`,
  ],
  [
    "a parenthesis that is not closed",
    m("shared A = Text.From((1);"),
    `error definition/mashup.pq:2:25: Microsoft's parser refuses this: Expected to find a right parenthesis <')'>, but a semicolon <';'> was found instead; correct the M there, or ${warn}`,
  ],
  [
    "a text that is not closed",
    m('shared A = "abc;\nshared B = 1;'),
    `error definition/mashup.pq:2:12: Microsoft's parser refuses this: Unterminated string; correct the M there, or ${warn}`,
  ],
  [
    "a comment that is not closed",
    m("shared A = 1 /* ;\nshared B = 1;"),
    `error definition/mashup.pq:2:14: Microsoft's parser refuses this: Unterminated multiline comment; correct the M there, or ${warn}`,
  ],
  [
    "a character that M does not know",
    m("shared A = let\n  x€ = 1\nin\n  1;"),
    `error definition/mashup.pq:3:4: Microsoft's parser refuses this: Expected a keyword or identifier; correct the M there, or ${warn}`,
  ],
  [
    "a type that there is not",
    m("shared A = (x as string) => x;", { A: { loadEnabled: false } }),
    `warning definition/mashup.pq:2:18: Microsoft's parser refuses this: Expected to find a primitive literal, but a identifier was found instead; correct the M there, or ${off}`,
  ],
  [
    "an expression nested too deeply",
    m(`shared A = ${"(".repeat(20_000)}1${")".repeat(20_000)};`),
    `warning definition/mashup.pq:2:512: the reader of this package refuses this: The expression is nested too deeply; correct the M there, or ${off}`,
  ],
  // Names
  [
    "a mistyped step",
    m("shared A = let\n  Source = 1,\n  Next = Sourc + 1\nin\n  Next;"),
    "error definition/mashup.pq:4:10: `Sourc` is not defined; did you mean `Source`?",
  ],
  [
    "a mistyped query",
    m('shared #"All orders" = 1;\nshared A = #"All order";', { A: {}, "All orders": {} }),
    'error definition/mashup.pq:3:12: `#"All order"` is not defined; did you mean `#"All orders"`?',
  ],
  [
    "a name in another case",
    m("shared A = let source = 1 in Source;"),
    "error definition/mashup.pq:2:30: `Source` is not defined; did you mean `source`?",
  ],
  [
    "a field that means itself",
    m("shared A = [a = a];"),
    "error definition/mashup.pq:2:17: `a` is not defined; write `@a` if it means the one that is being defined",
  ],
  [
    "a step that means itself",
    m("shared A = let f = (n) => f(n) in f(1);"),
    "error definition/mashup.pq:2:27: `f` is not defined; write `@f` if it means the one that is being defined",
  ],
  [
    "a name like no other",
    m("shared A = Something;"),
    "error definition/mashup.pq:2:12: `Something` is not defined; define it, or correct the name (M distinguishes case)",
  ],
  [
    "a step that is defined twice",
    m('shared A = let\n  x = 1,\n  #"x" = 2\nin\n  x;'),
    "error definition/mashup.pq:4:3: `x` is defined twice in one `let`; rename one",
  ],
  [
    "a field that occurs twice",
    m("shared A = [a = 1, b = 2, a = 3];"),
    "warning definition/mashup.pq:2:27: the field `a` occurs twice in one record; M fails when it evaluates it",
  ],
  [
    "a ring of queries",
    m("shared A = B + 1;\nshared B = C;\nshared C = A;", { A: {}, B: {}, C: {} }),
    "error definition/mashup.pq:2:8: queries use each other in a ring: A -> B -> C -> A; break it at one of them",
  ],
  [
    "a query that uses itself",
    m("shared A = A + 1;"),
    "error definition/mashup.pq:2:8: the query A uses itself; a query cannot depend on its own result",
  ],
  // The older form
  [
    "a mistake in the older form",
    replacePart(
      ownDefinition("Legacy"),
      LEGACY,
      textOf(ownDefinition("Legacy"), LEGACY).replace("RowCount(Countries", "RowCount(Countris"),
    ),
    "error definition/dataflow-content.json#mashupDocument:7:38: `Countris` is not defined; did you mean `Countries`?",
  ],
];

describe("a definition with a mistake in its parts or its M", () => eachIsReported(table));
