import { MASHUP, METADATA } from "../../../sdk/definition/parts";
import { definition, eachIsReported, edited, m, notLoaded, type Mistake } from "./mistakes";
import { textPart } from "./samples";

const table: Mistake[] = [
  // Destinations
  [
    "a destination that there is not",
    edited(MASHUP, "shared Sales_DataDestination", "shared SalesDataDestination"),
    "error definition/mashup.pq:30:1: Sales is written to the destination Sales_DataDestination, but the document has no query of that name; did you mean SalesDataDestination?",
    "warning definition/queryMetadata.json: has no entry for the query SalesDataDestination",
    "warning definition/queryMetadata.json:69:5: the mashup does not declare the query Sales_DataDestination; remove the entry, or add the query; if the query was renamed, set `queryName` to its new name (SalesDataDestination)",
  ],
  [
    "a destination that would be loaded",
    edited(METADATA, '"isHidden": true,\n      "loadEnabled": false', '"isHidden": true'),
    `error definition/queryMetadata.json:69:5: Sales_DataDestination names a destination, but would be loaded itself; ${notLoaded}`,
  ],
  [
    "a default destination that there is not",
    definition(
      '[DefaultOutputDestinationSettings = [DestinationDefinition = [QueryName = "Target"]]]\nsection S;\n[BindToDefaultDestination = true]\nshared A = 1;',
    ),
    "error definition/mashup.pq:3:1: A is bound to the default destination Target, but the document has no query of that name; there are: A",
  ],
  [
    "a default destination that the section does not name",
    m("[BindToDefaultDestination = true]\nshared A = 1;"),
    "warning definition/mashup.pq:2:1: A is bound to the default destination, but the section does not have one; add DefaultOutputDestinationSettings before `section`",
  ],
  [
    "a default destination that would be loaded",
    definition(
      '[DefaultOutputDestinationSettings = [DestinationDefinition = [QueryName = "Target"]]]\nsection S;\n[BindToDefaultDestination = true]\nshared A = 1;\nshared Target = 1;',
      { A: {}, Target: {} },
    ),
    "warning definition/queryMetadata.json:8:5: Target is the default destination, but would be loaded itself; set `loadEnabled` to false in its entry",
  ],
  // Metadata
  [
    "a function that would be loaded",
    m("shared A = (x) => x;"),
    `error definition/queryMetadata.json:4:5: A is a function, but would be loaded; ${notLoaded}`,
  ],
  [
    "an entry without queryName",
    m("shared A = 1;", { A: { queryName: undefined } }),
    "error definition/queryMetadata.json:4:5: the entry `A` has no `queryName`; add the name of its query",
  ],
  [
    "two entries for one query",
    m("shared A = 1;", { A: {}, B: { queryName: "a" } }),
    "error definition/queryMetadata.json:8:5: `B` and `A` name one query, a; remove one entry",
    "warning definition/queryMetadata.json:8:5: the mashup does not declare the query a; remove the entry, or add the query",
  ],
  [
    "an entry without query, and a query without entry",
    m("shared A = 1;", { B: {} }),
    "warning definition/queryMetadata.json: has no entry for the query A",
    "warning definition/queryMetadata.json:4:5: the mashup does not declare the query B; remove the entry, or add the query; if the query was renamed, set `queryName` to its new name (A)",
  ],
  [
    "no entries",
    [textPart(MASHUP, "section S; shared A = 1;"), textPart(METADATA, "{}")],
    'warning definition/queryMetadata.json: has no `formatVersion`, so it is read as "202502". Current exports have "202502"',
    "warning definition/queryMetadata.json:1:1: has no `queriesMetadata`; the mashup declares A",
  ],
  [
    "a group that there is not",
    m("shared A = 1;", { A: { queryGroupId: "g" } }),
    "warning definition/queryMetadata.json:7:7: A belongs to no group of `queryGroups`",
  ],
  [
    "lists and objects of the wrong kind",
    m("shared A = 1;", { A: {} }, { queryGroups: {}, connections: "none" }),
    "error definition/queryMetadata.json:9:3: `queryGroups` must be a list",
    "error definition/queryMetadata.json:10:3: `connections` must be a list",
  ],
  [
    "an entry that is no object",
    m("shared A = 1;", { A: {} }, { queriesMetadata: { A: 1 } }),
    "error definition/queryMetadata.json:4:5: the entry `A` must be an object",
    "warning definition/queryMetadata.json: has no entry for the query A",
  ],
  [
    "a connection that lacks something",
    m("shared A = 1;", { A: {} }, { connections: [{ path: "Lakehouse" }] }),
    "error definition/queryMetadata.json:10:5: a connection needs the texts `path`, `kind` and `connectionId`",
  ],
  [
    "a connection's id that is a bare GUID",
    m(
      "shared A = 1;",
      { A: {} },
      { connections: [{ path: "P", kind: "K", connectionId: "d0000000-0000-4000-8000-000000000001" }] },
    ),
    "error definition/queryMetadata.json:13:7: the id of the connection K P is only a GUID, which the service accepts but cannot run; give its cluster, too, here or by `connections`",
  ],
  [
    "a connection's id of no known form",
    m("shared A = 1;", { A: {} }, { connections: [{ path: "P", kind: "K", connectionId: "mine" }] }),
    'warning definition/queryMetadata.json:13:7: the connection K P has an id of unknown form; write {"ClusterId": ..., "DatasourceId": ...}',
  ],
  [
    "more loaded queries than the service takes",
    m(
      Array.from({ length: 51 }, (_, index) => `shared Q${index} = 1;`).join("\n"),
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`Q${index}`, {}])),
    ),
    "warning definition/queryMetadata.json: 51 queries are loaded, but the service takes 50; set `loadEnabled` to false in the entries of those that only other queries use",
  ],
];

describe("a definition whose metadata or destinations do not fit", () => eachIsReported(table));
