import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serve } from "./server";

/* The program of the plugin. The schema lies beside it and names the version. */

const schema = (): string => readFileSync(join(__dirname, "schema.json"), "utf8");

serve({ schema, version: () => (JSON.parse(schema()) as { version: string }).version }).then(
  (port) => console.log(port),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
