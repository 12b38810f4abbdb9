import { mashup, metadata } from "../../dataflows";
import { type Caller, callerOf, part } from "../../emulator/caller";
import { type Latencies, type Service } from "../service";
import { zero } from "../lives";

/** Another user's reads and edits in the workspace, without latency. */
export class Portal {
  private readonly call: Caller;

  constructor(
    private readonly service: Service,
    private readonly latencies: Latencies,
  ) {
    this.call = callerOf(service.endpoint, service.token, 60_000);
  }

  /** The stored M of a dataflow. Undefined if no dataflow has this name. */
  mashupOf = (displayName: string): Promise<string | undefined> =>
    this.atOnce(async () => {
      const path = await this.pathOf(displayName);
      if (!path) return undefined;
      const { body } = await this.call("POST", `${path}/getDefinition`);
      const parts = (body as { definition: { parts: { path: string; payload: string }[] } }).definition.parts;
      const stored = parts.find(({ path }) => path === "mashup.pq")?.payload ?? "";
      return Buffer.from(stored, "base64").toString("utf8");
    });

  edit = (displayName: string): Promise<void> =>
    this.atOnce(async () => {
      const queries = { Orders: `"edited in the portal"` };
      const parts = [part("mashup.pq", mashup(queries)), part("queryMetadata.json", metadata(queries))];
      const { status } = await this.call("POST", `${await this.pathOf(displayName)}/updateDefinition`, {
        definition: { parts },
      });
      if (status !== 200) throw new Error(`the response to the edit has the status ${status}`);
    });

  private async pathOf(displayName: string): Promise<string | undefined> {
    const dataflows = `/workspaces/${this.service.workspaceId}/dataflows`;
    const { body } = await this.call("GET", dataflows);
    const items = (body as { value: { id: string; displayName: string }[] }).value;
    const id = items.find((item) => item.displayName === displayName)?.id;
    return id && `${dataflows}/${id}`;
  }

  private async atOnce<T>(work: () => Promise<T>): Promise<T> {
    await this.service.set(zero);
    try {
      return await work();
    } finally {
      await this.service.set(this.latencies);
    }
  }
}
