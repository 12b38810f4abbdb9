import type { Credential } from "../auth/credential";
import { tokenMask, type Mask } from "../common/mask";
import { Caller, type RetryNotice } from "./caller";
import { defaultTiming, systemClock, type Clock, type Timing } from "./clock";
import { Connections } from "./connections";
import { Dataflows } from "./dataflows";
import { DEFAULT_ENDPOINT, parseEndpoint } from "./endpoint";
import { Folders } from "./folders";
import { GatewayClusters } from "./gatewayClusters";
import { Items } from "./items";
import { Jobs } from "./jobs";
import { defaultLimiterOptions, limiterFor } from "./limiter";
import { Operations } from "./operations";
import { Learned, type ClientContext } from "./clientContext";
import { Requests } from "./requests";
import { Schedules } from "./schedules";
import { Tags } from "./tags";
import { Workspaces } from "./workspaces";

/** How a {@link FabricClient} signs in, waits and retries. */
export interface FabricClientOptions {
  /** Gives the tokens, and with them the identity of the client. */
  credential: Credential;
  /**
   * Base URL with its version. Plain http is allowed only to this machine; otherwise the constructor throws a `TypeError`.
   * @default "https://api.fabric.microsoft.com/v1"
   */
  endpoint?: string;
  /**
   * How many times a failed call is retried if a retry is safe. Throttled calls (429) are not counted: they are retried until their deadline.
   * 0: no retry at all, not even after a 429.
   * @default 5
   */
  maxRetries?: number;
  /** Text before the package's own in the `User-Agent` header. */
  userAgent?: string;
  /** Called before each retry. */
  onRetry?: (notice: RetryNotice) => void;
  /**
   * Milliseconds before the first poll of an operation or job, if the service does not name a time.
   * @default 1500
   */
  pollIntervalMs?: number;
  /** The other waits. Default: see each field of {@link Timing}. */
  timing?: Partial<Timing>;
  /**
   * The maximum number of calls in any minute, for each rate-limit group of the service: items and the like, jobs, operations. At least 1. Default: as
   * many as the service takes. The first client of an identity in the process sets it for all clients of that identity.
   */
  maxCallsPerMinute?: number;
  /** The clock. Tests replace it. */
  clock?: Clock;
}

/** The parts of a client that a client made from it shares. */
interface Shared {
  learned: Learned;
  mask: Mask;
}

/**
 * The part of the Fabric REST API that dataflows need: one group of methods for each group of the reference. All clients
 * of one identity in a process share one limiter of calls.
 * https://learn.microsoft.com/rest/api/fabric
 */
export class FabricClient {
  /** Items of any type. */
  readonly items: Items;
  /** Dataflows, by the typed paths (`/dataflows`). */
  readonly dataflows: Dataflows;
  /** Job instances (runs): start, read, list, cancel, await. */
  readonly jobs: Jobs;
  /** Schedules of a job type of an item. */
  readonly schedules: Schedules;
  /** Long-running operations. */
  readonly operations: Operations;
  /** Workspaces, and the roles in them. */
  readonly workspaces: Workspaces;
  /** Folders of a workspace. */
  readonly folders: Folders;
  /** Connections that the caller may see. */
  readonly connections: Connections;
  /** Tags of the tenant. */
  readonly tags: Tags;
  /** Clusters of connections. The service behind it is undocumented. */
  readonly gatewayClusters: GatewayClusters;
  /** How long a new item or run can be missing from lists, in milliseconds. */
  readonly listLagMs: number;
  /** How to wait for something that was created a moment ago. */
  readonly settling: {
    /** The sum of all waits is at most this, in milliseconds. */
    maxMs: number;
    /** The first wait, in milliseconds. */
    firstMs: number;
    /** The longest wait, in milliseconds. */
    capMs: number;
  };
  private readonly learned: Learned;

  /** Throws a `TypeError` if the endpoint is not a URL that a token may be sent to, or if `maxCallsPerMinute` is below 1. */
  constructor(options: FabricClientOptions);
  /** @internal */
  constructor(options: FabricClientOptions, shared?: Shared);
  constructor(
    private readonly options: FabricClientOptions,
    shared?: Shared,
  ) {
    const { credential, maxRetries = 5, onRetry, clock = systemClock } = options;
    const endpoint = parseEndpoint(options.endpoint ?? DEFAULT_ENDPOINT);
    const timing: Timing = { ...defaultTiming, ...options.timing };
    if (options.pollIntervalMs !== undefined) timing.pollIntervalMs = options.pollIntervalMs;
    const { maxCallsPerMinute } = options;
    if (maxCallsPerMinute !== undefined && !(maxCallsPerMinute >= 1))
      throw new TypeError(
        "maxCallsPerMinute must be 1 or more. Leave it out to send as many calls as the service takes",
      );
    const limits = { ...defaultLimiterOptions, maxCallsPerMinute };
    const limiter = limiterFor(`${endpoint} ${credential.description}`, limits, clock);
    const userAgent = [options.userAgent, "pulumi-fabric-dataflow"].filter(Boolean).join(" ");
    const { mask, learned } = shared ?? { mask: tokenMask, learned: new Learned(clock) };
    const { serviceClock } = (this.learned = learned);
    const sending = { endpoint, credential, limiter, serviceClock, timing, maxRetries, userAgent, onRetry, mask };
    const context: ClientContext = { caller: new Caller(sending), timing, clock, learned, maxRetries, mask };
    const requests = new Requests(context, "platform");
    const jobRequests = new Requests(context, "jobs");
    this.operations = new Operations(new Requests(context, "operations"));
    this.items = new Items(requests);
    this.dataflows = new Dataflows(requests);
    this.jobs = new Jobs(jobRequests);
    this.schedules = new Schedules(jobRequests);
    this.workspaces = new Workspaces(requests);
    this.folders = new Folders(requests);
    this.connections = new Connections(requests);
    this.tags = new Tags(requests);
    this.gatewayClusters = new GatewayClusters(requests);
    this.listLagMs = timing.listLagMs;
    const { settleMs: maxMs, pollIntervalMs: firstMs, pollCapMs: capMs } = timing;
    this.settling = { maxMs, firstMs, capMs };
  }

  /**
   * Returns the same client with a further mask on the service's messages.
   *
   * @internal
   */
  hiding(mask: Mask): FabricClient {
    return new FabricClient(this.options, { learned: this.learned, mask });
  }
}
