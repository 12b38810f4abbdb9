import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCertificate } from "../../auth/certificates";
import { folder } from "../../dataflows";
import { scratch } from "../../tools/layout.mjs";
import { type Requests, total, withoutPolls } from "../least";
import { type Latencies, Service } from "../service";
import { smallQueries } from "../stacks";
import { fabricCicd } from "./fabricCicd";
import { tlsFront } from "./front";
import { ours } from "./ours";
import type { Peer, PeerCommands, PeerWorld } from "./peer";
import { Portal } from "./portal";
import { terraform } from "./terraform";

/** Each create and update is a long-running operation that has ended when `Retry-After` allows the first poll. */
const latencies: Latencies = { requestMs: 100, retryAfterMs: 1_000, operationPolls: 1, jobPolls: 1 };

export interface PeerStep {
  step: string;
  seconds: number;
  /** Requests without polls of operations. */
  requests: Requests;
  polls: number;
}

export interface PeerResult {
  name: string;
  steps: PeerStep[];
  /** The outcome of an edit in the portal, after the command that repairs it. */
  portalEdit: "put back" | "left";
}

export interface Compared {
  count: number;
  peers: PeerResult[];
  /** The reasons why other tools are missing. */
  missing: string[];
}

/** The tools on this machine, and the reasons why other tools are missing. */
export function peers(env: NodeJS.ProcessEnv = process.env): { found: Peer[]; missing: string[] } {
  const found = [ours];
  const missing: string[] = [];
  const { BENCH_TERRAFORM: cli = "terraform", BENCH_TERRAFORM_PROVIDER: provider, BENCH_FABRIC_CICD: python } = env;
  if (provider && existsSync(provider)) found.push(terraform(cli, provider));
  else missing.push("Terraform provider: BENCH_TERRAFORM_PROVIDER names no executable terraform-provider-fabric");
  if (python && existsSync(python)) found.push(fabricCicd(python));
  else missing.push("fabric-cicd: BENCH_FABRIC_CICD names no Python that finds it");
  return { found, missing };
}

/** The same work by each tool, one after the other. Checks the stored definitions after each step. */
export async function compare(
  say: (line: string) => void,
  { compared: count, parallel }: { compared: number; parallel: number },
): Promise<Compared> {
  const { found, missing } = peers();
  const own = mkdtempSync(join(scratch, "peers-"));
  try {
    const { certificate, privateKey } = await makeCertificate("localhost");
    const files = { certificate: join(own, "certificate.pem"), key: join(own, "key.pem") };
    writeFileSync(files.certificate, certificate);
    writeFileSync(files.key, privateKey);
    const results: PeerResult[] = [];
    for (const peer of found) {
      results.push(await life(peer, { count, parallel, ...files }));
      say(
        `${peer.name}: ${results
          .at(-1)!
          .steps.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)} s`)
          .join(", ")}`,
      );
    }
    for (const line of missing) say(`not compared: ${line}`);
    return { count, peers: results, missing };
  } finally {
    rmSync(own, { recursive: true });
  }
}

interface Setting {
  count: number;
  parallel: number;
  certificate: string;
  key: string;
}

const definitions = (indexes: readonly number[], edited: boolean): Record<string, string> =>
  Object.assign({}, ...indexes.map((index) => folder(`flow-${index}.Dataflow`, smallQueries(index, edited))));

async function life(peer: Peer, setting: Setting): Promise<PeerResult> {
  const service = await Service.start({ latencies });
  try {
    const front = await tlsFront(service.endpoint, setting.certificate, setting.key);
    try {
      return await steps(peer, setting, service, front.endpoint);
    } finally {
      await front.close();
    }
  } finally {
    await service.close();
  }
}

async function steps(
  peer: Peer,
  { count, parallel, certificate }: Setting,
  service: Service,
  endpoint: string,
): Promise<PeerResult> {
  const { token, workspaceId } = service;
  const indexes = Array.from({ length: count }, (_, index) => index);
  const files = definitions(indexes, false);
  const done: PeerStep[] = [];
  const step = async (name: string, go: () => Promise<unknown>): Promise<void> => {
    await service.clear();
    const began = performance.now();
    await go();
    const seconds = (performance.now() - began) / 1000;
    const all = await service.counts();
    const requests = withoutPolls(all);
    done.push({ step: name, seconds, requests, polls: total(all) - total(requests) });
  };
  const portal = new Portal(service, latencies);
  const isAsDeclared = async (index: number, edited: boolean): Promise<boolean> =>
    ((await portal.mashupOf(`flow-${index}`)) ?? "").includes(marked(index, edited));
  const expectStored = async (index: number, edited: boolean): Promise<void> => {
    if (!(await isAsDeclared(index, edited))) throw new Error(`${peer.name}: flow-${index} is not as its files`);
  };
  const world: PeerWorld = { endpoint, certificate, token, workspaceId, count, parallel, files };
  return peer.within(world, async ({ edit, deploy, putRight, remove }: PeerCommands) => {
    await step("new", deploy);
    await expectStored(count - 1, false);
    await step("nothing changed", deploy);
    edit(definitions([0], true));
    await step("one changed", deploy);
    await expectStored(0, true);
    edit(definitions(indexes.slice(1), true));
    await step("all others changed", deploy);
    await expectStored(count - 1, true);
    await portal.edit("flow-0");
    await step("one edited in the portal", putRight);
    const portalEdit = (await isAsDeclared(0, true)) ? "put back" : "left";
    await step("all deleted", remove);
    if ((await portal.mashupOf("flow-0")) !== undefined) throw new Error(`${peer.name}: flow-0 is still there`);
    return { name: peer.name, steps: done, portalEdit };
  });
}

/** The text that identifies the declared M of a dataflow. */
const marked = (index: number, edited: boolean): string => `"${index} ${edited ? "edited" : "new"}"`;
