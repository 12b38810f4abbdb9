import { freshLifecycles, type Lifecycles } from "./world";
import type { OperationLog } from "../../sdk/lifecycle/operationLog";

/**
 * One operation of the engine, in which each provider has its own host process. The hosts share data by files; here the data are in
 * memory. `tests/engine/otherHosts.test.ts` has the real hosts.
 */
export class Operation {
  private readonly hosts = new Map<string, Lifecycles>();
  private readonly shared: { host: string; topic: string; entries: unknown[] }[] = [];

  /** The host of a provider. */
  host(provider: string): Lifecycles {
    const known = this.hosts.get(provider) ?? freshLifecycles((_, topic) => this.open(provider, topic));
    this.hosts.set(provider, known);
    return known;
  }

  private open<Entry>(host: string, topic: string): OperationLog<Entry> {
    const entries: Entry[] = [];
    this.shared.push({ host, topic, entries });
    const others = () =>
      this.shared
        .filter((own) => own.topic === topic && own.host !== host)
        .map((other) => JSON.parse(JSON.stringify(other.entries)) as Entry[]);
    return { append: (entry: Entry) => void entries.push(entry), others } as unknown as OperationLog<Entry>;
  }
}
