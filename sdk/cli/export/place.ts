import { inOrder } from "./inOrder";
import type { Binding } from "./references";
import type { PulledOut } from "./settings";
import type { StackValues } from "./stackValues";

/** A binding, and the source of its value in the program. */
export interface PlacedBinding {
  binding: Binding;
  from: { kind: "own" } | { kind: "dataflow"; variable: string } | { kind: "value"; name: string };
}

/** The values that a dataflow takes from its environment, by name. */
export interface Placed {
  connected: { key: string; name: string }[];
  bound: PlacedBinding[];
  replaced: { find: string; name: string }[];
}

interface Pulled extends PulledOut {
  item: { id: string };
  variable: string;
}

/**
 * Gives each value a name, and sorts the dataflows so that each can name those that it reads from. A dataflow that
 * reads another one of this export uses that one's id, so that another environment reads its own.
 */
export function place<T extends Pulled>(
  pulled: readonly T[],
  ownWorkspaceId: string,
  values: StackValues,
): (T & Placed)[] {
  const keyOf = ({ item }: T): string => item.id.toLowerCase();
  const variables = new Map(pulled.map((one) => [keyOf(one), one.variable]));
  const isOwn = (id: string | undefined) => id === undefined || id.toLowerCase() === ownWorkspaceId.toLowerCase();
  const needsOf = ({ bindings }: T): string[] =>
    bindings.flatMap((binding) =>
      binding.kind === "dataflow" && isOwn(binding.workspaceId) ? [binding.id.toLowerCase()] : [],
    );
  const from = (binding: Binding, late: ReadonlySet<string>): PlacedBinding["from"] => {
    if (binding.kind === "workspace")
      return isOwn(binding.id) ? { kind: "own" } : { kind: "value", name: values.workspace(binding.id) };
    if (binding.kind === "sqlEndpoint") return { kind: "value", name: values.endpoint(binding) };
    const key = binding.id.toLowerCase();
    const variable =
      binding.kind === "dataflow" && isOwn(binding.workspaceId) && !late.has(key) ? variables.get(key) : undefined;
    return variable === undefined ? { kind: "value", name: values.item(binding) } : { kind: "dataflow", variable };
  };
  return inOrder(pulled, keyOf, needsOf).map(({ entry, late }) => ({
    ...entry,
    connected: Object.entries(entry.connections).map(([key, connection]) => ({
      key,
      name: values.connection(connection),
    })),
    bound: entry.bindings.map((binding) => ({ binding, from: from(binding, late) })),
    replaced: entry.texts.map((find) => ({ find, name: values.text(find) })),
  }));
}
