import fc from "fast-check";
import { faults } from "../matrix/faults";

/** What a program declares. */
export interface Declared {
  description: string;
  row: string;
  publishOnUpdate: boolean;
  rollback: boolean;
  /** What happens to active runs before a definition is written: `waitForRun` and `cancelRuns`. */
  runs: "left" | "awaited" | "cancelled";
  /** A data test, which passes. */
  tested: boolean;
}

/** The options of an `up`. */
export interface Up {
  /** The number of times that an error hook repeats a failed step. */
  repeats?: number;
  /** `ignoreChanges: ["definition"]`, set by a transformation. */
  ignores?: boolean;
  /** Like `--target-replace`. */
  replaces?: boolean;
  /** The provider changes, and has its own host. */
  newProvider?: boolean;
  /** Sets `adoptExisting` from now on. */
  adopts?: boolean;
  /** The resource gets another name and provider, and `adoptExisting`: it is created before the former one is deleted. */
  moves?: boolean;
}

/** An action in a program, in the portal or with Pulumi, or a fault of the network for later actions. Two stacks declare the same name. */
export type Action =
  | ({ does: "edit"; stack?: 0 | 1 } & Partial<Declared>)
  | { does: "portal"; description?: string; row?: string }
  | { does: "portal deletes" }
  /** Somebody starts a refresh of the dataflow. */
  | { does: "run" }
  | { does: "fault"; at: string; skip: number; fault: string }
  | ({ does: "up"; stack?: 0 | 1 } & Up)
  /** `state delete`, or a destroy with `retainOnDelete`: the engine calls no provider. */
  | { does: "refresh" | "up --refresh" | "destroy" | "state delete" | "export" | "import"; stack?: 0 | 1 };

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
  "cancelJobInstance",
  "executeQuery",
  "*",
];

/** The stack. Most actions use the first one. */
const stack = fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const);

const edit = fc.record(
  {
    does: fc.constant("edit" as const),
    stack,
    description: texts,
    row: texts,
    publishOnUpdate: fc.boolean(),
    rollback: fc.boolean(),
    runs: fc.constantFrom("left" as const, "awaited" as const, "cancelled" as const),
    tested: fc.boolean(),
  },
  { requiredKeys: ["does", "stack"] },
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
const pulumi = fc.record({
  does: fc.constantFrom("up", "up", "refresh", "up --refresh", "destroy"),
  stack,
}) as fc.Arbitrary<Action>;

/** Adds error hooks, an ignored definition, or options of resources and of the command. */
const otherwise = fc.record(
  {
    does: fc.constant("up" as const),
    stack,
    repeats: fc.nat({ max: 2 }),
    ignores: fc.boolean(),
    replaces: fc.boolean(),
    newProvider: fc.boolean(),
    adopts: fc.boolean(),
    moves: fc.boolean(),
  },
  { requiredKeys: ["does", "stack"] },
);

const states = fc.record({
  does: fc.constantFrom("state delete", "export", "import"),
  stack,
}) as fc.Arbitrary<Action>;

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: edit },
    { weight: 2, arbitrary: portal },
    { weight: 1, arbitrary: fc.constant<Action>({ does: "portal deletes" }) },
    { weight: 2, arbitrary: fc.constant<Action>({ does: "run" }) },
    { weight: 3, arbitrary: fault },
    { weight: 7, arbitrary: pulumi },
    { weight: 4, arbitrary: otherwise },
    { weight: 1, arbitrary: states },
  ),
  { minLength: 2, maxLength: 14 },
);
