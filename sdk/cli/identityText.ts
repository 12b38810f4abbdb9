import { harmless } from "../common/harmless";
import { styleText } from "node:util";
import type { Ability, Answer } from "../identity/abilities";
import type { IdentityReport } from "../identity/report";
import type { Output } from "./command";
import { beside, wrap } from "./table";

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
const MAX_WORKSPACES = 20;

type Shows = Pick<Output, "colours" | "columns">;

/** Returns the report as lines for people. */
export function showIdentity(report: IdentityReport, shows: Shows): string[] {
  const row = (name: string, value: string) => beside(`${name}:`.padEnd(14), harmless(value), shows.columns);
  const expires = report.tokenExpires ?? "not known: the token has no expiry";
  return [
    ...row("Identity", report.identity),
    ...(report.signedInAs === undefined ? [] : row("Signed in as", report.signedInAs)),
    ...row("Kind", report.kind),
    ...row("Tenant", report.tenantId ?? "not known"),
    ...row("Object id", report.objectId ?? "not known"),
    ...row("Token ends", expires),
    ...(report.workspace === undefined
      ? showWorkspaces(report, row, shows)
      : showWorkspace(report.workspace, row, shows)),
  ];
}

type Row = (name: string, value: string) => string[];

function showWorkspaces({ workspaces }: IdentityReport, row: Row, { columns }: Shows): string[] {
  if (workspaces.length === 0)
    return [
      ...row("Workspaces", "none"),
      "",
      ...wrap("It signs in but sees no workspace. Give it a role in one (Manage access).", columns),
      ...wrap(
        "For a service principal or managed identity, the tenant's settings must also allow service principals to use Fabric APIs.",
        columns,
      ),
    ];
  const shown = workspaces
    .slice(0, MAX_WORKSPACES)
    .map(({ id, displayName }) => `  ${harmless(`${id}  ${displayName}`)}`);
  const more = workspaces.length - shown.length;
  return [...row("Workspaces", String(workspaces.length)), ...shown, ...(more > 0 ? [`  ... and ${more} more`] : [])];
}

function showWorkspace(workspace: NonNullable<IdentityReport["workspace"]>, row: Row, shows: Shows): string[] {
  const { may, dataflow } = workspace;
  return [
    ...row("Workspace", `${workspace.displayName} (${workspace.id})`),
    ...row("Role", workspace.role),
    ...(dataflow === undefined ? [] : row("Dataflow", `${dataflow.displayName} (${dataflow.id})`)),
    "",
    ...Object.entries(names).flatMap(([key, name]) => showAbility(name, may[key as keyof typeof names], shows)),
  ];
}

function showAbility(name: string, { answer, because }: Ability, { colours, columns }: Shows): string[] {
  const label = `  ${name.padEnd(10)} `;
  const word = answer.padEnd(8);
  const shown = colours ? styleText(colour[answer], word, { validateStream: false }) : word;
  const [first = "", ...more] = beside(`${label}${word} `, harmless(because), columns);
  return [`${label}${shown}${first.slice(label.length + word.length)}`, ...more];
}
