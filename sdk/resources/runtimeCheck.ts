import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

let checked = false;

/**
 * Pulumi's host resolves the package from the program's directory. Where that fails, every operation would end in a stack trace:
 * this says once, and before, what to do. An inline program of the Automation API runs elsewhere, so it is not judged.
 */
export function warnWhereRuntimeIsNotFound(): void {
  if (checked) return;
  checked = true;
  if (!/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(process.argv[1] ?? "")) return;
  try {
    createRequire(join(process.cwd(), "index.js")).resolve("pulumi-fabric-dataflow/runtime");
  } catch {
    void pulumi.log.warn(
      `pulumi-fabric-dataflow is not found from ${process.cwd()}, where Pulumi's provider host looks for it. Add it to the dependencies of the ` +
        "package.json there. A package that wraps it declares it as a peer dependency; under pnpm, public-hoist-pattern does too.",
    );
  }
}
