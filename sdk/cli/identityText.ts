import { harmless } from "../common/harmless";
import { styleText } from "node:util";
import type { Ability, Answer } from "../identity/abilities";
import type { IdentityReport } from "../identity/report";

const colour = { yes: "green", likely: "green", no: "red", unknown: "yellow" } as const satisfies Record<
  Answer,
  string
>;
const names = {
  deploy: "deploy",
  readBack: "read back",
  run: "run",
  schedule: "schedule",
  query: "query",
} as const;
const MOST_WORKSPACES = 20;

/** Returns the report as lines for people. */
export function showIdentity(report: IdentityReport, colours: boolean): string[] {
  const expires = report.tokenExpires ?? "not known: the token does not say";
  return [
    row("Identity", report.identity),
    ...(report.signedInAs === undefined ? [] : [row("Signed in as", report.signedInAs)]),
    row("Kind", report.kind),
    row("Tenant", report.tenantId ?? "not known"),
    row("Object id", report.objectId ?? "not known"),
    row("Token ends", expires),
    ...(report.workspace === undefined ? showWorkspaces(report) : showWorkspace(report.workspace, colours)),
  ];
}

function showWorkspaces({ workspaces }: IdentityReport): string[] {
  if (workspaces.length === 0) {
    return [
      row("Workspaces", "none"),
      "",
      "It signs in but sees no workspace. Give it a role in one (Manage access). For a service principal or managed",
      "identity, the tenant's settings must also allow service principals to use Fabric APIs.",
    ];
  }
  const shown = workspaces
    .slice(0, MOST_WORKSPACES)
    .map(({ id, displayName }) => `  ${harmless(`${id}  ${displayName}`)}`);
  const more = workspaces.length - shown.length;
  return [row("Workspaces", String(workspaces.length)), ...shown, ...(more > 0 ? [`  ... and ${more} more`] : [])];
}

function showWorkspace(workspace: NonNullable<IdentityReport["workspace"]>, colours: boolean): string[] {
  const { may, dataflow } = workspace;
  return [
    row("Workspace", `${workspace.displayName} (${workspace.id})`),
    row("Role", workspace.role),
    ...(dataflow === undefined ? [] : [row("Dataflow", `${dataflow.displayName} (${dataflow.id})`)]),
    "",
    ...Object.entries(names).map(([key, name]) => showAbility(name, may[key as keyof typeof names], colours)),
  ];
}

function showAbility(name: string, { answer, because }: Ability, colours: boolean): string {
  const word = answer.padEnd(8);
  const shown = colours ? styleText(colour[answer], word, { validateStream: false }) : word;
  return `  ${name.padEnd(10)} ${shown} ${harmless(because)}`;
}

function row(name: string, value: string): string {
  return `${`${name}:`.padEnd(14)}${harmless(value)}`;
}
