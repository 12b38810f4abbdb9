import { PolicyPack } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";

/** The type under which the engine knows a Dataflow; its inputs are the class's arguments, and what was computed from the definition. */
const dataflow = "pulumi-nodejs:dynamic/fabric:Dataflow";

new PolicyPack("fabric-dataflow", {
  policies: [
    {
      name: "dataflow-tests-in-production",
      description: "A dataflow in production has data tests.",
      enforcementLevel: "mandatory",
      configSchema: {
        properties: {
          stacks: { type: "array", items: { type: "string" }, default: ["prod"] },
        },
      },
      validateResource: ({ type, props, getConfig }, reportViolation) => {
        if (type !== dataflow) return;
        const { stacks } = getConfig<{ stacks: string[] }>();
        if (!stacks.includes(pulumi.getStack())) return;
        const { displayName, tests, queries } = props as {
          displayName: string;
          tests?: Record<string, unknown>;
          queries?: Record<string, string>;
        };
        if (Object.keys(tests ?? {}).length > 0) return;
        const names = Object.keys(queries ?? {}).join(", ");
        reportViolation(
          `${displayName} has no data tests: give it \`tests\` for at least one of its queries (${names}).`,
        );
      },
    },
  ],
});
