import { Names, RESERVED, variableName } from "./names";
import type { EndpointBinding, ItemBinding } from "./references";
import { ITEM_KINDS } from "./references";
import type { PulledConnection } from "./settings";
import type { Value } from "./yaml";

/** The groups of a stack's configuration that all dataflows share. */
export const GROUPS = ["connections", "items", "workspaces", "endpoints", "texts"] as const;
export type Group = (typeof GROUPS)[number];

/** Pulumi takes an object whose only key is this for an encrypted value. */
const SECURE = "secure";

/** The values that the dataflows of one export use, each once, by a name in the program. */
export class StackValues {
  private readonly groups = new Map<Group, { names: Names; byKey: Map<string, string>; values: Map<string, Value> }>(
    GROUPS.map((group) => [group, { names: new Names([...RESERVED, SECURE]), byKey: new Map(), values: new Map() }]),
  );

  /**
   * `nameOf` returns the name of an item or workspace by id; undefined if it is not known. `finding` returns the name
   * to write in place of an id; undefined for the id itself.
   */
  constructor(
    private readonly ownWorkspaceId: string,
    private readonly nameOf: (id: string) => string | undefined,
    private readonly finding: (id: string) => string | undefined = () => undefined,
  ) {}

  /** Returns an id as the configuration has it: the id itself, or the name that finds it. */
  given(id: string): Value {
    const name = this.finding(id);
    return name === undefined ? id : { name };
  }

  connection({ kind, ...ids }: PulledConnection): string {
    const { datasourceId, ...rest } = ids;
    const name = this.finding(datasourceId);
    const value = name === undefined ? ids : { name, ...rest };
    return this.name("connections", [kind, ...Object.values(ids)].join("\n"), kind, value);
  }

  /** Its workspace is written only if it differs from that of the dataflows. */
  item({ kind, id, workspaceId }: ItemBinding): string {
    const isElsewhere = workspaceId !== undefined && workspaceId.toLowerCase() !== this.ownWorkspaceId.toLowerCase();
    const { type } = ITEM_KINDS[kind];
    const called = this.nameOf(id);
    const value = { ...(isElsewhere && { workspaceId: this.given(workspaceId) }), id: this.given(id) };
    const namesType = called?.toLowerCase().endsWith(type.toLowerCase());
    return this.name("items", `${workspaceId} ${id}`, namesType ? called! : `${called ?? ""} ${type}`, value);
  }

  workspace(id: string): string {
    return this.name("workspaces", id, this.nameOf(id) ?? "workspace", this.given(id));
  }

  endpoint({ server, database }: EndpointBinding): string {
    const value = { server, ...(database !== undefined && { database }) };
    const called = database === undefined ? undefined : (this.nameOf(database) ?? database);
    return this.name("endpoints", JSON.stringify(value), called ?? "endpoint", value);
  }

  text(text: string): string {
    return this.name("texts", text, text.includes("://") ? "address" : (this.nameOf(text) ?? "item"), text);
  }

  /** Returns values by name; undefined if the group is empty. */
  valuesOf(group: Group): Record<string, Value> | undefined {
    const values = this.groups.get(group)?.values;
    return values === undefined || values.size === 0 ? undefined : Object.fromEntries(values);
  }

  private name(group: Group, key: string, called: string, value: Value): string {
    const { names, byKey, values } = this.groups.get(group)!;
    const known = byKey.get(key.toLowerCase());
    if (known !== undefined) return known;
    const name = names.give(called, variableName, "");
    byKey.set(key.toLowerCase(), name);
    values.set(name, value);
    return name;
  }
}
