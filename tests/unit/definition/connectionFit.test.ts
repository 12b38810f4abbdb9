import { expect } from "chai";
import { misfit } from "../../../sdk/definition/connectionFit";

const fitOf = (kind: string, path: string, type: string, leads?: string): string => {
  const found = misfit({ kind, path }, leads === undefined ? { type } : { type, path: leads });
  return found ? `${found.what}${found.isSure ? "" : ", perhaps"}` : "fits";
};

describe("the fit of a connection and an entry", () => {
  const cases: [kind: string, path: string, type: string, leads: string | undefined, expected: string][] = [
    ["Sql", "srv.example.com;Sales", "SQL", "srv.example.com;Sales", "fits"],
    ["Sql", "SRV.example.com;sales", "SQL", "srv.example.com; Sales", "fits"],
    ["Sql", "srv.example.com,1433;Sales", "SQL", "tcp:srv.example.com;Sales", "fits"],
    ["Sql", "srv;Sales", "SQL", "srv", "fits"],
    ["Sql", "srv", "SQL", "srv;Sales", "path"],
    ["Sql", "srv;Sales", "SQL", "srv2;Sales", "path"],
    ["Sql", "srv2;Sales", "SQL", "srv", "path"],
    ["Sql", "srv;Sales", "SQL", undefined, "fits"],
    ["Sql", "srv;Sales", "Web", "https://srv", "kind"],
    ["Sql", "srv;Sales", "AnalysisServices", "srv;Sales", "kind, perhaps"],
    ["Web", "https://x.example.com/a/b", "Web", "https://x.example.com/a/", "fits"],
    ["Web", "https://x.example.com:443/a", "Web", "https://x.example.com", "fits"],
    ["Web", "https://x.example.com/ab", "Web", "https://x.example.com/a", "path"],
    ["Lakehouse", "Lakehouse", "Lakehouse", "anything", "fits"],
    ["PostgreSQL", "srv;db", "PostgreSql", "srv;db", "fits"],
    ["Databricks", '{"host":"h","httpPath":"/p"}', "Databricks", '{"httpPath":"/p","host":"H"}', "fits"],
    ["Databricks", '{"host":"h","httpPath":"/p"}', "Databricks", '{"host":"other"}', "path"],
    ["Databricks", '{"host":"h","httpPath":"/p"}', "Databricks", "h;/p", "fits"],
  ];
  for (const [kind, path, type, leads, expected] of cases)
    it(`${kind} ${path} by ${type} ${leads}: ${expected}`, () =>
      expect(fitOf(kind, path, type, leads)).to.equal(expected));
});
