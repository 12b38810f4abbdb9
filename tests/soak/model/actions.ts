import fc from "fast-check";
import { faults } from "../matrix/faults";

/** What somebody does: in the program, in the portal, with Pulumi; or what the network does to what follows. */
export type Action =
  | { does: "edit"; description?: string; row?: string; publishOnUpdate?: boolean }
  | { does: "portal"; description?: string; row?: string }
  | { does: "portal deletes" }
  | { does: "fault"; at: string; skip: number; fault: string }
  | { does: "up"; repeats?: number; ignores?: boolean; replaces?: boolean }
  | { does: "refresh" | "up --refresh" | "destroy" };

export const ROWS = ["one", "two", "three"] as const;
const texts = fc.constantFrom(...ROWS);
const REQUESTS = [
  "listItems",
  "createItem",
  "getItem",
  "updateItem",
  "deleteItem",
  "getDefinition",
  "updateDefinition",
  "runApplyChanges",
  "getJobInstance",
  "listJobInstances",
  "*",
];

const edit = fc.record(
  { does: fc.constant("edit" as const), description: texts, row: texts, publishOnUpdate: fc.boolean() },
  { requiredKeys: ["does"] },
);
const portal = fc.record(
  { does: fc.constant("portal" as const), description: texts, row: texts },
  { requiredKeys: ["does"] },
);
const fault = fc.record({
  does: fc.constant("fault" as const),
  at: fc.constantFrom(...REQUESTS),
  skip: fc.nat({ max: 2 }),
  fault: fc.constantFrom(...faults.filter(({ fault }) => fault.kind !== "hang").map(({ name }) => name)),
});
const pulumi: fc.Arbitrary<Action> = fc.constantFrom<Action>(
  { does: "up" },
  { does: "up" },
  { does: "refresh" },
  { does: "up --refresh" },
  { does: "destroy" },
);

/** With error hooks, with an ignored definition, with a forced replacement. */
const otherwise = fc.record(
  { does: fc.constant("up" as const), repeats: fc.nat({ max: 2 }), ignores: fc.boolean(), replaces: fc.boolean() },
  { requiredKeys: ["does"] },
);

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: edit },
    { weight: 2, arbitrary: portal },
    { weight: 1, arbitrary: fc.constant<Action>({ does: "portal deletes" }) },
    { weight: 3, arbitrary: fault },
    { weight: 7, arbitrary: pulumi },
    { weight: 3, arbitrary: otherwise },
  ),
  { minLength: 2, maxLength: 14 },
);
