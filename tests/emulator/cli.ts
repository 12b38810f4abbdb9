import { parseArgs } from "node:util";
import { readable } from "./requestLog";
import { startEmulator } from "./index";

const USAGE = `usage: npm run emulator -- [--port N] [--token T] [--quiet]

Prints endpoint, token and seeded ids as JSON on the first line, then one line a request unless --quiet. Ctrl+C stops it.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      token: { type: "string" },
      quiet: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(USAGE);
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port}: no port number`);
  const emulator = await startEmulator({ port });
  if (values.token) emulator.addPrincipal({ token: values.token, displayName: "Command line" });
  console.log(JSON.stringify({ ...emulator.info(), ...(values.token && { token: values.token }) }));
  if (!values.quiet) emulator.onRequest = (entry) => console.log(readable(entry));
  const stop = () => {
    emulator.close({ allowViolations: true }).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
