import type { WorkspaceRole } from "../fabric/types";

/** An answer. `likely`: nothing is known that forbids it, and only trying would prove it. */
export type Answer = "yes" | "likely" | "no" | "unknown";

/** The answer to whether something may be done, and the reason. */
export interface Ability {
  /** The answer. */
  answer: Answer;
  /** One line. */
  because: string;
}

/** The abilities of an identity. */
export interface Abilities {
  /** Create, update, publish and delete dataflows. */
  deploy: Ability;
  /** Read a dataflow's definition, which drift detection needs. */
  readBack: Ability;
  /** Refresh now, and publish: both are jobs. */
  run: Ability;
  /** Create and change schedules. */
  schedule: Ability;
  /** Evaluate a query, as data tests do. */
  query: Ability;
}

/** The facts that can be read without changing anything. */
export interface Findings {
  kind: "user" | "application" | "unknown";
  /** The role in the workspace; `belowMember` if the service does not say more. */
  role: WorkspaceRole | "belowMember";
  /** Delegated scopes of a user's token. Undefined for applications, and if the token has none. */
  scopes?: readonly string[];
  /** True if a definition could be read; undefined if there was none to try. A label may forbid it for everybody. */
  definitionReadable?: boolean | "protectedByLabel";
  /** Names of connections that the dataflow uses and this identity does not see. Undefined if they were not checked. */
  missingConnections?: readonly string[];
}

/**
 * Returns what an identity may do in a workspace or with a dataflow.
 * https://learn.microsoft.com/fabric/fundamentals/roles-workspaces
 */
export function abilities(findings: Findings): Abilities {
  return {
    deploy: write(findings, ["Item.ReadWrite.All", "Dataflow.ReadWrite.All"]),
    readBack: readBack(findings),
    run: run(findings, "A service principal's run"),
    schedule: run(findings, "A service principal's schedule"),
    query: query(findings),
  };
}

const ranks = { Viewer: 0, Contributor: 1, Member: 2, Admin: 3 };

/** True if the role is at least this one; undefined if that is not known. */
function atLeast(role: Findings["role"], needed: "Contributor" | "Member"): boolean | undefined {
  if (role === "belowMember") return needed === "Member" ? false : undefined;
  return ranks[role] >= ranks[needed];
}

/** A definition can be read by those who may write it. */
function isContributor({ role, definitionReadable }: Findings): boolean | undefined {
  return atLeast(role, "Contributor") ?? (definitionReadable === "protectedByLabel" ? undefined : definitionReadable);
}

function missingScope({ scopes }: Findings, wanted: readonly string[]): Ability | undefined {
  if (scopes === undefined || scopes.includes("user_impersonation")) return undefined;
  if (wanted.some((scope) => scopes.includes(scope))) return undefined;
  return { answer: "no", because: `the token lacks the scope ${wanted.join(" or ")}` };
}

function write(findings: Findings, scopes: readonly string[]): Ability {
  const scope = missingScope(findings, scopes);
  if (scope !== undefined) return scope;
  const enough = isContributor(findings);
  if (enough === undefined) return unknownRole;
  return enough
    ? {
        answer: "yes",
        because: findings.role === "belowMember" ? "it is Contributor: it may read a definition" : roleText(findings),
      }
    : { answer: "no", because: `it needs the role Contributor, and ${roleText(findings)}` };
}

function readBack(findings: Findings): Ability {
  if (findings.definitionReadable === true) return { answer: "yes", because: "this identity has read the definition" };
  if (findings.definitionReadable === "protectedByLabel") {
    return { answer: "no", because: "the dataflow's sensitivity label is protected: no API returns its definition" };
  }
  if (findings.definitionReadable === false) {
    return { answer: "no", because: "the service refused to return a definition: it needs the role Contributor" };
  }
  return write(findings, ["Item.ReadWrite.All", "Dataflow.ReadWrite.All"]);
}

function run(findings: Findings, what: string): Ability {
  const scope = missingScope(findings, ["Item.Execute.All", "Dataflow.Execute.All"]);
  if (scope !== undefined) return scope;
  const enough = atLeast(findings.role, "Member");
  if (enough === false) return { answer: "no", because: `it needs the role Member, and ${roleText(findings)}` };
  const connection = missingConnections(findings);
  if (connection !== undefined) return connection;
  return findings.kind === "application"
    ? {
        answer: "unknown",
        because: `${what} may be refused by the tenant (SPNBasedRefreshNotAllowed): set a second identity (run...)`,
      }
    : { answer: "likely", because: roleText(findings) };
}

function query(findings: Findings): Ability {
  const scope = missingScope(findings, ["Item.Execute.All", "Dataflow.Execute.All"]);
  if (scope !== undefined) return scope;
  const connection = missingConnections(findings);
  if (connection !== undefined) return connection;
  if (findings.role === "Viewer")
    return { answer: "no", because: "it needs the permission to execute, which a Viewer lacks" };
  return isContributor(findings) ? { answer: "likely", because: roleText(findings) } : unknownRole;
}

function missingConnections({ missingConnections: names = [] }: Findings): Ability | undefined {
  if (names.length === 0) return undefined;
  return { answer: "no", because: `these connections are not shared with it: ${names.join(", ")}` };
}

function roleText({ role }: Findings): string {
  return role === "belowMember" ? "it is neither Member nor Admin" : `it is ${role}`;
}

const unknownRole: Ability = {
  answer: "unknown",
  because:
    "it is neither Member nor Admin. Only a dataflow shows whether it is Contributor, and the workspace has none",
};
