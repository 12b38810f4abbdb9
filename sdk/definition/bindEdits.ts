import type { ItemReference, Naming } from "./m/itemReferences";
import type { Edit } from "./m/positions";
import { textLiteral } from "./m/text";
import type { Mashup, Query } from "./mashup";
import { error, warning, type Problem } from "../common/problem";

/** A reference to an item, and the query that holds it. */
export interface Located {
  query: Query;
  reference: Pick<ItemReference, "naming">;
}

/** Edits of ids, one for each place in the text. Two different values for one place are a problem. */
export class BindEdits {
  private readonly byStart = new Map<number, Edit & { value: string; place: string }>();

  constructor(
    private readonly mashup: Mashup,
    private readonly problems: Problem[],
  ) {}

  get all(): Edit[] {
    return [...this.byStart.values()];
  }

  has(query: Query, naming: Naming): boolean {
    return naming.by === "id" && this.byStart.has(query.start + naming.start);
  }

  /** Returns the place of the binding that changes a workspace's id to another one. */
  placeOf(query: Query, workspace: Naming & { by: "id" }): string | undefined {
    const edit = this.byStart.get(query.start + workspace.start);
    return edit && edit.value.toLowerCase() !== workspace.value.toLowerCase() ? edit.place : undefined;
  }

  set(query: Query, naming: Naming, value: string, place: string): void {
    if (naming.by !== "id") return;
    const start = query.start + naming.start;
    const before = this.byStart.get(start);
    if (before && before.value !== value)
      this.problems.push(
        error(
          place,
          `and ${before.place} set one id to different values, at ${this.mashup.at(start)}; navigate to each item in a step of its own`,
        ),
      );
    else this.byStart.set(start, { start, end: query.start + naming.end, text: textLiteral(value), value, place });
  }

  /** Sets the workspace or database that belongs to an item. */
  other(
    query: Query,
    found: Naming | Located | undefined,
    value: string,
    place: string,
    what: "workspace" | "database",
  ): void {
    const located = found && "query" in found ? found : found && { query, reference: { naming: found } };
    const naming = located?.reference.naming;
    if (located && naming?.by === "id") {
      this.set(located.query, naming, value, place);
      return;
    }
    const why = naming ? neutralWords(naming) : "in a way that is not found";
    this.problems.push(warning(place, `leaves the ${what} as it is in ${query.name}: the file names it ${why}`));
  }
}

/** Returns the words for how the file names an item. */
export function neutralWords(naming: Naming): string {
  switch (naming.by) {
    case "relative":
      return "in the relative form, which is the same in every environment";
    case "name":
      return `by its name, ${naming.value}`;
    case "variable":
      return `by the variable library, ${naming.value}`;
    case "query":
      return `by the query ${naming.value}; if that is a parameter, set it by \`parameters\``;
    case "expression":
      return "by an expression";
    case "id":
      return `by its id, ${naming.value}`;
  }
}
