import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { RequestLogEntry } from "../emulator/index";
import { root } from "../tools/layout.mjs";

/** The service's latencies, in milliseconds. */
export interface Latencies {
  /** The delay before each response. */
  requestMs: number;
  retryAfterMs: number;
  /** The number of polls at `Retry-After` until an operation has ended. 0: no call becomes an operation. */
  operationPolls: number;
  jobPolls: number;
}

export interface ServiceOptions {
  latencies: Latencies;
  limits?: { callsPerWindow: number; windowMs: number };
}

const startMs = 60_000;

/** The emulator in its own process, so that its work is not measured as the product's. */
export class Service {
  private constructor(
    private readonly child: ChildProcess,
    readonly endpoint: string,
    readonly token: string,
    readonly workspaceId: string,
    readonly latencies: Latencies,
  ) {}

  static async start({ latencies, limits }: ServiceOptions): Promise<Service> {
    const env = { ...process.env, FABRIC_REST_API_SPECS: "" };
    const cli = join(root, "tests", "emulator", "cli.ts");
    const child = spawn(process.execPath, ["--require", "tsx/cjs", cli, "--quiet"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    process.once("exit", () => child.kill("SIGKILL"));
    const [line] = (await once(createInterface({ input: child.stdout! }), "line", {
      signal: AbortSignal.timeout(startMs),
    })) as [string];
    const info = JSON.parse(line) as { endpoint: string; token: string; workspaceId: string };
    const service = new Service(child, info.endpoint, info.token, info.workspaceId, latencies);
    await service.set(latencies, limits);
    return service;
  }

  async set(latencies: Latencies, limits?: ServiceOptions["limits"]): Promise<void> {
    const { requestMs, retryAfterMs, operationPolls, jobPolls } = latencies;
    // The job ends half an interval before the poll that finds its end.
    const lasting = (polls: number) => Math.max(0, polls - 0.5) * retryAfterMs;
    const job = lasting(jobPolls);
    await this.control("PATCH", "timings", {
      retryAfterSeconds: retryAfterMs / 1000,
      operationMs: lasting(operationPolls),
      applyChangesMs: job,
      executeMs: job,
      queuedMs: Math.min(job, retryAfterMs / 10),
    });
    const longRunning = operationPolls > 0;
    await this.control("PATCH", "switches", {
      longRunning: {
        ...{ create: longRunning, getDefinition: longRunning, updateDefinition: longRunning },
        bulkExport: longRunning,
      },
    });
    await this.control("PATCH", "limits", { itemsPerWorkspace: 100_000, ...limits });
    await this.control("DELETE", "faults");
    if (requestMs > 0)
      await this.control("POST", "faults", {
        operation: "*",
        times: 0,
        fault: { kind: "delay", delayMs: requestMs },
      });
  }

  async log(): Promise<RequestLogEntry[]> {
    return (await this.control("GET", "requests")) as RequestLogEntry[];
  }

  async counts(): Promise<Record<string, number>> {
    return (await this.control("GET", "counts")) as Record<string, number>;
  }

  clear(): Promise<unknown> {
    return this.control("DELETE", "requests");
  }

  async close(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }

  private async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.endpoint.replace(/v1$/, `_emulator/${path}`), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      signal: AbortSignal.timeout(startMs),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return response.json();
  }
}
