import { freshLifecycles, type Lifecycles } from "./world";
import type { OperationLog } from "../../sdk/lifecycle/operationLog";

/**
 * One operation of the engine, in which each provider has its own host process. The hosts share data by files; here it is in
 * memory. `tests/engine/otherHosts.test.ts` has the real ones.
 */
export class Operation {
  private readonly hosts = new Map<string, Lifecycles>();
  private readonly told: { host: string; topic: string; entries: unknown[] }[] = [];

  /** The host of a provider. */
  host(provider: string): Lifecycles {
    const known = this.hosts.get(provider) ?? freshLifecycles((_, topic) => this.open(provider, topic));
    this.hosts.set(provider, known);
    return known;
  }

  private open<Entry>(host: string, topic: string): OperationLog<Entry> {
    const entries: Entry[] = [];
    this.told.push({ host, topic, entries });
    const others = () =>
      this.told
        .filter((own) => own.topic === topic && own.host !== host)
        .map((other) => JSON.parse(JSON.stringify(other.entries)) as Entry[]);
    return { append: (entry: Entry) => void entries.push(entry), others } as unknown as OperationLog<Entry>;
  }
}
