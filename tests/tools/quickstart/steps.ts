import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../../emulator/index";
import type { Outcome, TestStack } from "../../engine/harness/stack";

export interface Setting {
  stack: TestStack;
  emulator: Emulator;
  /** Options of every operation: its output and its signal. */
  shown: { signal: AbortSignal; onOutput: (text: string) => void; color: "always" | "never" };
}

export interface Step {
  title: string;
  /** True if the step prints a diff. Then the engine writes messages to stderr. */
  isDiff?: true;
  run: (setting: Setting) => Promise<Outcome>;
  /** The requests that the step must make. Other requests fail the whole run. */
  requests: "none" | "some" | { [operation: string]: number };
}

const mashup = "Sales.Dataflow/mashup.pq";

export const steps: Step[] = [
  {
    title: "pulumi preview: what would be created",
    isDiff: true,
    run: ({ stack, shown }) => stack.tryPreview({ ...shown, diff: true }),
    requests: "none",
  },
  {
    title: "pulumi up: creates three dataflows, publishes one and runs it",
    run: ({ stack, shown }) => stack.tryUp(shown),
    requests: { createItem: 3, runApplyChanges: 1, runExecute: 1 },
  },
  {
    title: "pulumi up again: nothing has changed, and nothing is asked of the service",
    run: ({ stack, shown }) => stack.tryUp(shown),
    requests: "none",
  },
  {
    title: `an edit of one query in ${mashup}, and pulumi preview --diff`,
    isDiff: true,
    run: async ({ stack, shown }) => {
      const text = readFileSync(join(stack.directory, mashup), "utf8");
      stack.edit(
        mashup,
        replaced(text, "[OrderDate] >= FirstOrderDate", "[OrderDate] >= FirstOrderDate and [Amount] > 50"),
      );
      return stack.tryPreview({ ...shown, diff: true });
    },
    requests: "none",
  },
  {
    title: "pulumi up: writes that definition, publishes it and runs the dataflow again",
    run: ({ stack, shown }) => stack.tryUp(shown),
    requests: { updateDefinition: 1, runApplyChanges: 1, runExecute: 1 },
  },
  {
    title: "somebody edits the query in the portal: pulumi refresh finds it",
    run: async ({ stack, emulator, shown }) => {
      const id = stack.resource("Dataflow::sales").id ?? "";
      const text = emulator.item(id).edited?.["mashup.pq"] ?? "";
      emulator.portalEdit(id, { parts: { "mashup.pq": replaced(text, "[Amount] > 50", "[Amount] > 500") } });
      return stack.tryRefresh(shown);
    },
    requests: { getDefinition: 3 },
  },
  {
    title: "pulumi preview --diff: which query differs from the files",
    isDiff: true,
    run: ({ stack, shown }) => stack.tryPreview({ ...shown, diff: true }),
    requests: "none",
  },
  {
    title: "pulumi up: repairs it",
    run: ({ stack, shown }) => stack.tryUp(shown),
    requests: { updateDefinition: 1, runApplyChanges: 1, runExecute: 1 },
  },
  {
    title: "pulumi destroy",
    run: ({ stack, shown }) => stack.tryDestroy(shown),
    requests: { deleteItem: 3 },
  },
];

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the text has no ${from}:\n${text}`);
  return text.replace(from, to);
}

/** The unexpected or missing requests of a step. Undefined if there are none. */
export function deviation({ requests }: Step, counts: Record<string, number>): string | undefined {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (requests === "none") return total === 0 ? undefined : `expected no request, saw ${summary(counts)}`;
  if (requests === "some") return total > 0 ? undefined : "expected requests, saw none";
  const wrong = Object.entries(requests).filter(([operation, count]) => (counts[operation] ?? 0) !== count);
  if (wrong.length === 0) return undefined;
  return `expected ${wrong.map(([operation, count]) => `${count} × ${operation}`).join(", ")}, saw ${summary(counts)}`;
}

export const summary = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([operation, count]) => `${count} × ${operation}`)
    .join(", ") || "none";

/** The first resource of a diff that is not the same, with or without colours. */
const CHANGED = /^(?:\u001b\[[0-9;]*m)* {4}(?:\u001b\[[0-9;]*m)*[~+-]/m;

/**
 * Returns a diff with its messages where a terminal has them: before the resource, because the engine writes a message
 * while it compares, and the resource afterwards. A process that reads both streams does not know the order.
 */
export function asOnTerminal(diff: string, messages: string): string {
  const at = CHANGED.exec(diff)?.index ?? diff.length;
  return messages.trim() === "" ? diff : `${diff.slice(0, at)}${messages.trimEnd()}\n${diff.slice(at)}`;
}
