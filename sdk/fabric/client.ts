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

/** How a {@link FabricClient} signs in, waits and repeats. */
export interface FabricClientOptions {
  /** Who it is. */
  credential: Credential;
  /** Base URL with its version. Default `https://api.fabric.microsoft.com/v1`. Plain http only to this machine. */
  endpoint?: string;
  /** How often a call that failed is repeated, where repeating is safe. Default 5; 0: never, not even after a 429. */
  maxRetries?: number;
  /** Put before the package's own in `User-Agent`. */
  userAgent?: string;
  /** Told before a call is repeated. */
  onRetry?: (notice: RetryNotice) => void;
  /** Milliseconds before the first look at an operation or job, where the service names none. Default 1500. */
  pollIntervalMs?: number;
  /** The other waits. */
  timing?: Partial<Timing>;
  /**
   * The most calls in any minute of each kind that the service counts apart (items and the like, jobs, operations). Default: as many as
   * the service takes. The first client of an identity in the process sets it for all.
   */
  maxCallsPerMinute?: number;
  /** Time; tests bring their own. */
  clock?: Clock;
}

/** What a client has of the one that it was made from. */
interface Shared {
  learned: Learned;
  mask: Mask;
}

/**
 * The Fabric REST API, as far as dataflows need it: one group of methods for each group of the reference. All clients
 * of one identity in a process share its limiter.
 * https://learn.microsoft.com/rest/api/fabric
 */
export class FabricClient {
  /** Items of any type. */
  readonly items: Items;
  /** Dataflows, by the typed paths. */
  readonly dataflows: Dataflows;
  /** Runs: start, look, list, cancel, await. */
  readonly jobs: Jobs;
  /** Schedules of a job. */
  readonly schedules: Schedules;
  /** Long-running operations. */
  readonly operations: Operations;
  /** Workspaces, and roles in them. */
  readonly workspaces: Workspaces;
  /** Folders of a workspace. */
  readonly folders: Folders;
  /** Connections that the caller may see. */
  readonly connections: Connections;
  /** Tags of the tenant. */
  readonly tags: Tags;
  /** Clusters of connections, by a service that is not documented. */
  readonly gatewayClusters: GatewayClusters;
  /** Milliseconds for which something new can be missing from lists. */
  readonly listLagMs: number;
  /** How to wait for what was only just made. */
  readonly settling: {
    /** At most so many milliseconds in all. */
    mostMs: number;
    /** The first wait, in milliseconds. */
    firstMs: number;
    /** The longest wait, in milliseconds. */
    capMs: number;
  };
  private readonly learned: Learned;

  /** Throws a `TypeError` where the endpoint is none that a token may go to. */
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
        "maxCallsPerMinute must be 1 or more: leave it out, and as many calls go as the service takes",
      );
    const limits = { ...defaultLimiterOptions, maxCallsPerMinute };
    const limiter = limiterFor(`${endpoint} ${credential.description}`, limits, clock);
    const userAgent = [options.userAgent, "pulumi-fabric-dataflow"].filter(Boolean).join(" ");
    const { mask, learned } = shared ?? { mask: tokenMask, learned: new Learned(clock) };
    const { serviceClock } = (this.learned = learned);
    const sending = { endpoint, credential, limiter, serviceClock, timing, maxRetries, userAgent, onRetry, mask };
    const context: ClientContext = { caller: new Caller(sending), timing, clock, learned, maxRetries, mask };
    const requests = new Requests(context);
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
    const { settleMs: mostMs, pollIntervalMs: firstMs, pollCapMs: capMs } = timing;
    this.settling = { mostMs, firstMs, capMs };
  }

  /**
   * The same client, which hides further values in what the service says.
   *
   * @internal
   */
  hiding(mask: Mask): FabricClient {
    return new FabricClient(this.options, { learned: this.learned, mask });
  }
}
