import { PolicyPack, validateResourceOfType } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { Dataflow } from "pulumi-fabric-dataflow";

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
      // The properties also include values computed from the definition, for example `queries`.
      validateResource: validateResourceOfType(
        Dataflow,
        ({ displayName, tests }, { getConfig, props }, reportViolation) => {
          const { stacks } = getConfig<{ stacks: string[] }>();
          if (!stacks.includes(pulumi.getStack())) return;
          if (Object.keys(tests ?? {}).length > 0) return;
          const names = Object.keys(props.queries ?? {}).join(", ");
          reportViolation(
            `${displayName} has no data tests: give it \`tests\` for at least one of its queries (${names}).`,
          );
        },
      ),
    },
  ],
});
