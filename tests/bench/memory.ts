import { largeDefinition } from "./largeDefinition";
import { zero } from "./lives";
import { Service } from "./service";
import { fleet, inStack } from "./stacks";

export interface Memory {
  count: number;
  /** Peak of the host's resident memory at `up` and at a drift check, in MB. */
  upMb: number;
  refreshMb: number;
}

const kilobytes = 100;

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
    return await inStack({ parallel, service, files }, flows.program(service.workspaceId, false), async ({ timed }) => {
      const megabytes = async (operation: "up" | "refresh") =>
        Math.round(((await timed(operation)).host?.peakBytes ?? NaN) / 1e6);
      return { count, upMb: await megabytes("up"), refreshMb: await megabytes("refresh") };
    });
  } finally {
    await service.close();
  }
}
