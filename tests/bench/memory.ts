import { largeDefinition } from "./largeDefinition";
import { zero } from "./lives";
import { Service } from "./service";
import { fleet, inStack } from "./stacks";

export interface Memory {
  count: number;
  /** Peak of the host's resident memory at `up` and at a drift check, in MB. It includes garbage that V8 has not collected yet. */
  upMb: number;
  refreshMb: number;
  /** The most memory in use after a full garbage collection, in MB. */
  upHeapMb: number;
  refreshHeapMb: number;
}

const kilobytes = 100;
const megabytes = (bytes = NaN): number => Math.round(bytes / 1e6);

/** Dataflows with definitions of the largest ordinary size. The host must not keep all of them. */
export async function memory(count: number, parallel: number): Promise<Memory> {
  const service = await Service.start({ latencies: zero });
  const flows = fleet(count, () => ({}));
  const parts = largeDefinition(40, kilobytes * 1024);
  const files = Object.fromEntries(
    Array.from({ length: count }, (_, index) =>
      parts.map(({ path, content }) => [
        `Flow ${index}.Dataflow/${path}`,
        // Each query differs, because equal files would be one asset, and equal queries are parsed once.
        Buffer.from(content).toString("utf8").replaceAll("[Amount]", `[Amount ${index}]`),
      ]),
    ).flat(),
  ) as Record<string, string>;
  try {
    const settings = { parallel, service, files, heap: true };
    return await inStack(settings, flows.program(service.workspaceId, false), async ({ timed }) => {
      const [up, refresh] = [(await timed("up")).host, (await timed("refresh")).host];
      return {
        count,
        ...{ upMb: megabytes(up?.peakBytes), refreshMb: megabytes(refresh?.peakBytes) },
        ...{ upHeapMb: megabytes(up?.heapBytes), refreshHeapMb: megabytes(refresh?.heapBytes) },
      };
    });
  } finally {
    await service.close();
  }
}
