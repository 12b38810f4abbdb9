import type { ChangeDocument, Finding, QueryChangeKind, Summary } from "./document";

/** Returns the counts of a document. */
export function summaryOf({ dataflows, affected }: Pick<ChangeDocument, "dataflows" | "affected">): Summary {
  const queries = dataflows.flatMap((dataflow) => dataflow.queries);
  const introduced = dataflows.flatMap(({ findings }) => findings.introduced);
  const ofKind = (...kinds: QueryChangeKind[]) => queries.filter(({ kind }) => kinds.includes(kind)).length;
  const ofChange = (...kinds: string[]) => dataflows.filter(({ change }) => kinds.includes(change)).length;
  const ofSeverity = (wanted: Finding["severity"]) => introduced.filter(({ severity }) => severity === wanted).length;
  return {
    dataflows: {
      added: ofChange("added"),
      removed: ofChange("removed"),
      changed: ofChange("changed", "moved"),
      reformatted: ofChange("reformatted"),
      affected: affected.length,
    },
    queries: {
      added: ofKind("added"),
      removed: ofKind("removed"),
      renamed: ofKind("renamed"),
      changed: ofKind("changed"),
      reformatted: ofKind("reformatted", "follows"),
      affected: dataflows.flatMap(({ affectedQueries }) => affectedQueries).length,
    },
    introduced: { errors: ofSeverity("error"), warnings: ofSeverity("warning"), advice: ofSeverity("advice") },
    accepted: dataflows.flatMap(({ findings }) => findings.accepted).length,
    breaking: dataflows.flatMap(({ breaks }) => breaks).filter(({ verdict }) => verdict === "breaking").length,
  };
}
