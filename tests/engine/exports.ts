import type { PulumiFn } from "@pulumi/pulumi/automation";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { CliService } from "../cli/service";
import { folder, table } from "../dataflows";
import { startEmulator, type Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";

const fixtures = join(root, "tests", "fixtures", "definitions");

/** Every file below a folder: path to text. */
export const filesIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );

/** Five dataflows: three exported from live tenants if they are available (DATAFLOW_SAMPLES), else the project's own. */
export function dataflows(): [name: string, files: Record<string, string>][] {
  const samples = process.env.DATAFLOW_SAMPLES;
  const of = (path: string) =>
    readdirSync(path)
      .filter((name) => name.endsWith(".Dataflow"))
      .map((name): [string, Record<string, string>] => [name.replace(".Dataflow", ""), filesIn(join(path, name))]);
  const own = of(fixtures);
  const more: [string, Record<string, string>][] = [
    ["Sales: new?", folder("x", { Orders: table("a") })],
    ["sales new", folder("x", { Orders: table("b") })],
  ];
  return [...(samples ? of(samples) : []), ...own.reverse(), ...more].slice(0, 5);
}

/** Operations that change nothing. */
export const READS = /^(get|list)/;

/** Runs a program's files in this process. The language host uses its own. */
export const programIn =
  (folder: () => string): PulumiFn =>
  async () => {
    for (const name of ["environment.ts", "index.ts"]) delete require.cache[join(folder(), name)];
    require(join(folder(), "index.ts"));
  };

export interface ExportService {
  emulator: Emulator;
  service: CliService;
  /** The folder of the exports. */
  out: string;
}

export async function startExports(): Promise<ExportService> {
  const emulator = await startEmulator();
  return { emulator, service: new CliService(emulator), out: mkdtempSync(join(tmpdir(), "export-")) };
}

export async function closeExports({ emulator, out }: ExportService): Promise<void> {
  rmSync(out, { recursive: true });
  await emulator.close({ allowViolations: false });
}
