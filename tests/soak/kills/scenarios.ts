import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";
import type { Emulator } from "../../emulator/index";
import { mashup, metadata, table } from "../../dataflows";
import type { Outcome, TestStack } from "../../engine/harness/stack";

/** The program's inputs. The steps of a cycle edit them. */
export interface Declared {
  logicalName: string;
  description: string;
  row: string;
  adoptExisting?: boolean;
}

const displayName = "Sales";
const first: Declared = { logicalName: "sales", description: "first", row: "one" };
const mashupOf = (row: string): string => mashup({ Orders: table(row) });

export const program =
  (declared: () => Declared) =>
  ({ workspaceId }: { workspaceId: string }): void => {
    const { logicalName, description, row, adoptExisting } = declared();
    const sales = new Dataflow(
      logicalName,
      {
        workspaceId,
        displayName,
        description,
        publishOnUpdate: true,
        waitForRun: true,
        rollback: true,
        tests: { Orders: [{ minRows: 1, unique: ["A"] }, { compare: { key: ["A"], columns: "same" } }] },
        definition: {
          "mashup.pq": new pulumi.asset.StringAsset(mashupOf(row)),
          "queryMetadata.json": new pulumi.asset.StringAsset(metadata({ Orders: "" })),
        },
      },
      adoptExisting ? { transformations: [adopting] } : {},
    );
    new DataflowRefresh("load", {
      workspaceId,
      dataflowId: sales.id,
      triggers: [sales.id, sales.definitionRevision],
    });
  };

/** The class refuses a new logical name without `aliases`, but does not get options of a transformation. Then the hosts must find the adoption. */
const adopting: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props: { ...props, adoptExisting: true },
  opts,
});

export interface Scenario {
  name: "create" | "update" | "rollback" | "refresh" | "adopt" | "delete";
  declares(before: Declared): Declared;
  /** An edit in the portal before it. */
  portal?(emulator: Emulator): void;
  /** The operation that is killed and then repeated. */
  run(stack: TestStack, emulator: Emulator): Promise<Outcome>;
  /** True if the number of runs depends on the moment: each failed `up` is rolled back, which publishes. */
  isRepeated?: true;
  /** The next steps after its success. */
  ends?(stack: TestStack): Promise<Outcome>;
}

const theDataflow = (emulator: Emulator): string =>
  emulator.items().find(({ type }) => type === "Dataflow")?.id ?? "none";

/** The scenarios. Together they return to the first state. */
export const cycle: readonly Scenario[] = [
  { name: "create", declares: () => first, run: (stack) => stack.tryUp() },
  {
    name: "update",
    declares: (before) => ({ ...before, description: "second", row: "two" }),
    run: (stack) => stack.tryUp(),
  },
  {
    // The publish fails. The former definition is written back and published. The next up ends as declared.
    name: "rollback",
    declares: (before) => ({ ...before, row: "three" }),
    run: async (stack, emulator) => {
      const rule = emulator.faults.add({
        operation: "runApplyChanges",
        fault: { kind: "job", job: { outcome: "fail", message: "no schema" } },
      });
      await stack.tryUp();
      emulator.faults.remove(rule);
      return stack.tryUp();
    },
    isRepeated: true,
  },
  {
    name: "refresh",
    declares: (before) => before,
    portal: (emulator) =>
      void emulator.portalEdit(theDataflow(emulator), { parts: { "mashup.pq": mashupOf("somebody's") } }),
    run: (stack) => stack.tryRefresh(),
    ends: (stack) => stack.tryUp(),
  },
  {
    // Another logical name: the new resource adopts the item, then the old one is deleted.
    name: "adopt",
    declares: (before) => ({ ...before, logicalName: "renamed", adoptExisting: true }),
    run: (stack) => stack.tryUp(),
  },
  { name: "delete", declares: (before) => before, run: (stack) => stack.tryDestroy() },
];
