import { total, withoutPolls } from "./least";
import type { Measured } from "./measured";
import type { Compared } from "./peers/compare";
import { UNLIMITED_RESPONSE_MS } from "./throttled";

type Cell = string | number;

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? "---" : "---:")), ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const ratio = (value: number): string => value.toFixed(2);
const counts = (requests: Record<string, number>): string =>
  Object.entries(requests)
    .map(([operation, n]) => `${operation} ${n}`)
    .join(", ") || "none";

/** A measurement as Markdown, as docs/performance.md shows it. */
export function tables(measured: Measured): string {
  return [
    times(measured),
    requests(measured),
    single(measured),
    definitions(measured),
    fleet(measured),
    peerTable(measured.compared),
  ].join("\n\n");
}

/** One column for each tool: seconds, and the requests without polls of operations. */
export function peerTable({ count, peers }: Compared): string {
  const steps = peers[0]?.steps.map(({ step }) => step) ?? [];
  return table(
    [`${count} dataflows`, ...peers.map(({ name }) => name)],
    [
      ...steps.map((name, at) => [
        name,
        ...peers.map(({ steps }) => `${seconds(steps[at]!.seconds)} s, ${total(steps[at]!.requests)} requests`),
      ]),
      ["what was edited in the portal is", ...peers.map(({ portalEdit }) => portalEdit)],
    ],
  );
}

const times = ({ ups, steps }: Measured): string =>
  [
    table(
      ["`up` of new dataflows", "service", "wall", "critical path", "engine", "ratio"],
      ups.map((row) => [
        ...[row.count, row.latencies, `${seconds(row.seconds)} s`, `${seconds(row.pathSeconds)} s`],
        ...[`${seconds(row.engineSeconds)} s`, ratio(row.ratio)],
      ]),
    ),
    table(
      ["step", "dataflows", "service", "wall", "critical path"],
      steps.map((row) => [
        ...[row.step, row.count, row.latencies, `${seconds(row.seconds)} s`, `${seconds(row.pathSeconds)} s`],
      ]),
    ),
  ].join("\n\n");

const requests = ({ steps }: Measured): string =>
  table(
    ["step", "dataflows", "requests", "least", "polls of jobs and operations"],
    steps
      .filter(({ latencies }) => latencies === "scaled")
      .map(({ step, count, requests: sent, least }) => {
        const { getJobInstance = 0, getOperation = 0, getOperationResult = 0 } = sent;
        return [
          step,
          count,
          counts(withoutPolls(sent)),
          counts(least),
          getJobInstance + getOperation + getOperationResult,
        ];
      }),
  );

function single(measured: Measured): string {
  const {
    noop,
    oneChanged,
    driftCheck,
    unlimited,
    throttled,
    memory,
    previewSeconds,
    providerBytes,
    state,
    loading,
    pairBytes,
  } = measured;
  return table(
    ["", ""],
    [
      ["requests where nothing changed", noop.requests],
      ["requests of one changed dataflow, and the least", `${oneChanged.requests}, ${oneChanged.least}`],
      ["requests of a drift check of 500", `${driftCheck.requests500}: ${ratio(driftCheck.requestsPerItem)} for each`],
      ...unlimited.map((row) => [
        `\`up\` of ${row.count} unpublished without a limit of calls, ${UNLIMITED_RESPONSE_MS} ms a response`,
        `${seconds(row.seconds)} s; critical path ${seconds(row.pathSeconds)} s, engine ${seconds(row.engineSeconds)} s: ${ratio(row.ratio)}`,
      ]),
      [
        `\`up\` of ${throttled.count} under the limit of calls`,
        `${seconds(throttled.seconds)} s of ${seconds(throttled.idealSeconds)} s: ${ratio(throttled.ratio)}`,
      ],
      [
        "calls refused there",
        `${throttled.refused} of ${throttled.calls}: ${(throttled.refusedShare * 100).toFixed(1)} %`,
      ],
      ...memory.flatMap(({ count, upMb, refreshMb, upHeapMb, refreshHeapMb }) => [
        [
          `the host's peak memory, ${count} definitions of 100 KB`,
          `${upMb} MB at \`up\`, ${refreshMb} MB at \`refresh\``,
        ],
        ["of it in use after a collection", `${upHeapMb} MB at \`up\`, ${refreshHeapMb} MB at \`refresh\``],
      ]),
      [
        "preview of 500 unchanged, beside trivial resources",
        `${seconds(previewSeconds.product)} s, ${seconds(previewSeconds.trivial)} s: ${ratio(measured.previewRatio500)}`,
      ],
      [
        "500 beside trivial resources with the same state: `up`, preview",
        `${ratio(measured.alike.up500)}, ${ratio(measured.alike.preview500)}`,
      ],
      ["state of a dataflow and its refresh; of a trivial pair", `${pairBytes.product}, ${pairBytes.trivial} bytes`],
      ...wholeLifecycleRows(measured),
      ["`__provider`", `${providerBytes} bytes`],
      ...state.map(({ type, bytes }) => [`state of a ${type}`, `${bytes} bytes`]),
      ...loading.map(({ entry, ms, modules }) => [`loading \`${entry}\``, `${ms.toFixed(0)} ms, ${modules} modules`]),
      ["heavy modules that an unchanged `up` loads", noop.heavyModules.join(", ") || "none"],
    ],
  );
}

const wholeLifecycleRows = ({ wholeLifecycle: whole, previewSeconds }: Measured): Cell[][] =>
  whole
    ? [
        [
          "preview of 500 unchanged, beside trivial ones with a whole lifecycle",
          `${seconds(previewSeconds.product)} s, ${seconds(whole.previewSeconds)} s: ${ratio(whole.previewRatio)}`,
        ],
        [
          "`up` of 500 new ones at once beside those",
          `${seconds(whole.upSeconds)} s for those: ${ratio(whole.upRatio)}`,
        ],
        ["state of such a trivial pair", `${whole.pairBytes} bytes`],
      ]
    : [];

const definitions = ({ check }: Measured): string =>
  [
    table(
      ["M text", "parser alone", "all new", "ratio", "fingerprints alone"],
      check.sizes.map(({ kilobytes, parser, allNew, fingerprints }) => [
        ...[`${kilobytes} KB`, `${parser.cpuMilliseconds} ms`, `${allNew.cpuMilliseconds} ms`],
        ...[ratio(allNew.cpuMilliseconds / parser.cpuMilliseconds), `${fingerprints.cpuMilliseconds} ms`],
      ]),
    ),
    `One of 200 queries (500 KB) changed: ${check.oneOf200Ms} ms. Nothing changed: ${check.unchangedMs} ms.`,
  ].join("\n\n");

const fleet = ({ model }: Measured): string =>
  [
    table(
      ["operation", "stacks", "identities", "`--parallel`", "minutes", "bound by"],
      model.rows.map(({ operation, stacks, identities, parallel, estimate }) => [
        ...[operation, stacks, identities, parallel, estimate.minutes.toFixed(0), estimate.bound],
      ]),
    ),
    ...model.check.map(
      ({ count, predictedSeconds, measuredSeconds }) =>
        `\`up\` of ${count}: the model says ${seconds(predictedSeconds)} s, measured ${seconds(measuredSeconds)} s.`,
    ),
  ].join("\n\n");
