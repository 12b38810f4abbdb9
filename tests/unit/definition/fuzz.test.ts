import { expect } from "chai";
import fc from "fast-check";
import { LEGACY, MASHUP, METADATA, type DefinitionPart } from "../../../sdk/definition/parts";
import { understand, type UnderstandOptions } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf } from "./samples";

const id = "22222222-2222-4222-8222-222222222222";
const environment: UnderstandOptions = {
  parameters: { ServerName: "x", Since: "2026-01-01" },
  secretParameters: ["ServerName"],
  connections: { Sql: { datasourceId: id, path: "x;y" } },
  bind: { lakehouses: { [id]: { workspaceId: id, lakehouseId: id } }, workspaces: { a: "b" } },
  replacements: { "contoso.example": "y", Countries: "z" },
  secretReplacements: ["contoso.example"],
};

const snippets = [
  '"',
  '#"',
  "[",
  "]",
  "(",
  ")",
  "{",
  "}",
  ";",
  ",",
  "=",
  "let",
  "in",
  "/*",
  "//",
  "#",
  "meta",
  "null",
  "",
  "\u0000",
  "😀",
  "\ud800",
];

/** A part with some ranges of its text removed or replaced. */
const damaged = (parts: DefinitionPart[], path: string) =>
  fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom(...snippets)), {
      minLength: 1,
      maxLength: 5,
    })
    .map((wounds) => {
      const text = wounds.reduce(
        (before, [where, length, put]) => {
          const at = Math.floor(where * before.length);
          return before.slice(0, at) + put + before.slice(at + length);
        },
        textOf(parts, path),
      );
      return replacePart(parts, path, text);
    });

describe("reading any file content", function () {
  this.timeout(60_000);
  const cases: [string, fc.Arbitrary<DefinitionPart[]>][] = [
    ["a damaged mashup", damaged(ownDefinition("Sales"), MASHUP)],
    ["damaged metadata", damaged(ownDefinition("Sales"), METADATA)],
    ["the older form, damaged", damaged(ownDefinition("Legacy"), LEGACY)],
    [
      "metadata of any shape",
      fc
        .jsonValue({ maxDepth: 4 })
        .map((value) => replacePart(ownDefinition("Inventory"), METADATA, JSON.stringify(value))),
    ],
    [
      "metadata whose known keys hold anything",
      fc
        .record({
          queriesMetadata: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())),
          connections: fc.oneof(
            fc.jsonValue(),
            fc.array(fc.record({ path: fc.jsonValue(), kind: fc.jsonValue(), connectionId: fc.jsonValue() })),
          ),
          queryGroups: fc.oneof(
            fc.jsonValue(),
            fc.array(fc.record({ id: fc.constantFrom("a", "b"), parentId: fc.constantFrom("a", "b") })),
          ),
          gatewayObjectId: fc.jsonValue(),
        })
        .map((value) => replacePart(ownDefinition("Sales"), METADATA, JSON.stringify(value))),
    ],
  ];
  for (const [what, arbitrary] of cases)
    it(`returns, and never throws: ${what}`, async () => {
      await fc.assert(
        fc.asyncProperty(arbitrary, fc.boolean(), async (parts, set) => {
          const { problems, definitionFingerprint } = await understand(parts, set ? environment : {});
          expect(definitionFingerprint).to.match(
            /^2:[0-9a-f]{20}(-[0-9a-f]{6}-[0-9a-f]{6}([A-Za-z0-9]{4})*-[0-9a-f]{6})?$/,
          );
          for (const { place, message } of problems) {
            expect(place).to.match(/^(definition|parameters|connections|bind|replacements|gatewayObjectId)/);
            expect(message).not.to.match(/undefined|\[object/);
          }
        }),
        { numRuns: 60, seed: 28 },
      );
    });
});
