import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { defaultSwitches } from "../emulator/options";
import { specification } from "../emulator/openapi";
import { expectedOf } from "./check";
import { CHECKS } from "./checks";
import { Tenant } from "./tenant";

const USAGE = `usage: npm run test:tenant -- --workspace W [options]

Asks a live workspace which of the project's assumptions about the service hold. It creates dataflows, and one workspace on the
same capacity, whose names begin with the prefix, publishes and runs some of them, and removes them all. The workspace must be on a Fabric capacity; the
token must be of a Member of it.

  --workspace W   id of the workspace
  --endpoint U    base URL with /v1            (FABRIC_ENDPOINT; https://api.fabric.microsoft.com/v1)
  --prefix P      how created names begin      (conformance <time>)
  --connection C  id of a connection of type SQL or Web that the identity may use, and
  --cluster K     id of its cluster: the check of bindings needs both
  --only A,B      ids of the checks to make
  --list          lists the checks and makes none
  --yes           does not ask before it starts
The token is taken from FABRIC_TOKEN, for instance:
  FABRIC_TOKEN=$(az account get-access-token --resource https://api.fabric.microsoft.com --query accessToken -o tsv)`;

interface Result {
  id: string;
  verdict: "holds" | "differs" | "could not be observed";
  text: string;
}

async function observe(tenant: Tenant, check: (typeof CHECKS)[number]): Promise<Result> {
  const expected = expectedOf(check, defaultSwitches());
  try {
    const seen = await check.observe(tenant);
    const holds = seen === expected;
    const text = holds ? seen : `${seen}, and not ${expected}`;
    return { id: check.id, verdict: holds ? "holds" : "differs", text: `${check.title}: ${text}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id: check.id, verdict: "could not be observed", text: `${check.title}: ${reason}` };
  }
}

async function confirmed(question: string): Promise<boolean> {
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await ask.question(`${question} [y/N] `)).trim());
  } finally {
    ask.close();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      ...{ workspace: { type: "string" }, endpoint: { type: "string" }, prefix: { type: "string" } },
      ...{ connection: { type: "string" }, cluster: { type: "string" } },
      ...{ only: { type: "string" }, yes: { type: "boolean" }, list: { type: "boolean" }, help: { type: "boolean" } },
    },
  } as const);
  if (values.help) return print(USAGE);
  if (values.list) return print(CHECKS.map(({ id, title, source }) => `${id} (${source}): ${title}`).join("\n"));
  const token = process.env.FABRIC_TOKEN;
  if (!values.workspace || !token)
    return print(`${values.workspace ? "FABRIC_TOKEN is not set" : "--workspace is missing"}\n\n${USAGE}`, 2);
  const only = values.only?.split(",");
  const unknown = only?.find((id) => !CHECKS.some((check) => check.id === id));
  if (unknown) return print(`there is no check '${unknown}'; --list names them`, 2);
  const endpoint = values.endpoint ?? process.env.FABRIC_ENDPOINT ?? "https://api.fabric.microsoft.com/v1";
  const prefix = values.prefix ?? `conformance ${new Date().toISOString().slice(0, 19).replace(/:/g, "")}`;
  const options = { endpoint, token, workspaceId: values.workspace, prefix, pollMs: 1000, patienceMs: 20 * 60_000 };
  const { connection: id, cluster: clusterId } = values;
  if ((id === undefined) !== (clusterId === undefined)) return print("--connection and --cluster go together", 2);
  const connection = id !== undefined && clusterId !== undefined ? { id, clusterId } : undefined;
  const tenant = new Tenant({ ...options, specification: await specification(), ...(connection && { connection }) });
  const workspace = await tenant.call("GET", tenant.root);
  if (workspace.status !== 200)
    return print(`the request for the workspace returns ${workspace.status} ${workspace.body.errorCode ?? ""}`, 2);
  const question = `Create, publish, run and delete dataflows, and a workspace, named '${prefix} ...' in '${workspace.body.displayName}' at ${endpoint}?`;
  if (!values.yes && !(await confirmed(question))) return print("Nothing was done.");

  const results: Result[] = [];
  for (const check of CHECKS.filter(({ id }) => only?.includes(id) ?? true)) {
    const result = await observe(tenant, check);
    results.push(result);
    console.log(`${result.verdict.padEnd(22)} ${result.id.padEnd(26)} ${result.text}`);
  }
  const left = await tenant.cleanUp();
  for (const item of left) console.log(`not removed: ${item}`);
  for (const violation of tenant.violations) console.log(`against the specification: ${violation}`);
  const count = (verdict: Result["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  console.log(
    `\n${count("holds")} hold, ${count("differs")} differ, ${count("could not be observed")} could not be observed`,
  );
  return count("holds") === results.length && left.length === 0 ? 0 : 1;
}

function print(text: string, code = 0): number {
  console.log(text);
  return code;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
