import { readMashup, requireQueries, storedMashup } from "./mashupFile";
import { harmless, harmlessJson, harmlessProse } from "../common/harmless";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { nameOfType } from "../dataTests/columnTypes";
import { limitDocument } from "../dataTests/document";
import { EvaluationError, ownColumns, readRecordBatches } from "../dataTests/recordBatches";
import { type Command, type Output } from "./command";
import { UsageError } from "../common/usageError";
import { cellsOf, csvCell, csvLine, cellText, jsonValue } from "./queryText";
import { callsService, withService, type ServiceOptions } from "./service";
import { table } from "./table";

interface Options extends ServiceOptions {
  mashup?: string;
  rows: string;
  ndjson?: boolean;
  csv?: boolean;
  arrow?: string;
}

/** `query`: prints the rows of a query, evaluated on the live connections. */
export const query: Command = (program, output) => {
  callsService(program.command("query"))
    .summary("evaluate a query on the dataflow's live connections, and print its rows")
    .description(
      "Evaluates a query of a dataflow, or of your own mashup document on that dataflow's connections. Fabric allows 90 seconds. " +
        "Signs in as the second identity (run..., FABRIC_RUN_...) if there is one.",
    )
    .argument("<dataflow>", "name or id")
    .argument("<query>", "the query's name")
    .option(
      "--mashup <file>",
      "an M section document to evaluate instead of the stored one; it must contain every query that it uses",
    )
    .option("--rows <number>", "how many rows, from the first", "100")
    .option("--ndjson", "print one JSON object for each row as it comes, without an array")
    .option("--csv", "print comma-separated values, safe to open in a spreadsheet; --json is exact")
    .option("--arrow <file>", "write the Apache Arrow stream to a file")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow query "Sales" "Orders" --workspace Finance --rows 20
  $ pulumi-fabric-dataflow query "Sales" "Orders" --workspace Finance --mashup Sales.Dataflow/mashup.pq --csv`,
    )
    .action((dataflow: string, name: string, options: Options) => {
      const rows = Number(options.rows);
      if (!Number.isInteger(rows) || rows < 1) throw new UsageError("--rows takes a whole number, 1 or more.");
      const forms = [options.json, options.ndjson, options.csv, options.arrow !== undefined].filter(Boolean).length;
      if (forms > 1) throw new UsageError("Choose one of --json, --ndjson, --csv and --arrow.");
      return withService(options, output, async (service) => {
        const { id } = await service.dataflow(dataflow);
        const mashup =
          options.mashup === undefined
            ? await storedMashup(service, service.workspace.id, id)
            : await readMashup(options.mashup);
        requireQueries(mashup, [name], options.mashup ?? dataflow);
        const stream = await service.runClient.dataflows.executeQuery(
          service.workspace.id,
          id,
          limitDocument(mashup, name, rows),
        );
        try {
          if (options.arrow === undefined) return await print(stream, options, output);
          await writeArrow(stream, options.arrow);
          output.err(`written: ${harmless(options.arrow)}`);
        } catch (error) {
          if (!(error instanceof EvaluationError)) throw error;
          throw new EvaluationError(`${harmless(name)} could not be evaluated: ${harmlessProse(error.message)}`, {
            cause: error,
          });
        }
      });
    });
};

/** Writes the file only if the whole response is valid and reports no error. */
async function writeArrow(stream: AsyncIterable<Uint8Array>, file: string): Promise<void> {
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.from(stream), createWriteStream(unfinished));
    const { batches } = await readRecordBatches(createReadStream(unfinished));
    while (!(await batches.next()).done);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** A table and `--json` are printed as a whole, so that an error leaves no half of them. Other formats are printed row by row. */
async function print(stream: AsyncIterable<Uint8Array>, { json, ndjson, csv }: Options, output: Output): Promise<void> {
  const { schema, batches } = await readRecordBatches(stream);
  const columns = ownColumns(schema);
  const names = columns.map(({ name }) => name);
  const lines: string[][] = [];
  const objects: string[] = [];
  if (csv) output.out(csvLine(names.map((value) => csvCell({ value, type: "Utf8" }))));
  let count = 0;
  for await (const batch of batches)
    for (let row = 0; row < batch.numRows; row++) {
      const values = cellsOf(batch, columns, row);
      if (json || ndjson) {
        const text = harmlessJson(Object.fromEntries(values.map((cell, i) => [names[i], jsonValue(cell)])));
        if (ndjson) output.out(text);
        else objects.push(text);
      } else if (csv) output.out(csvLine(values.map(csvCell)));
      else lines.push(values.map(cellText));
      count++;
    }
  if (json) output.out(`[${objects.join(",\n")}]`);
  if (json || ndjson || csv) return;
  const heads = columns.map(({ name, type }) => ({
    name: `${name} (${nameOfType(String(type))})`,
    isData: true as const,
    shrinksTo: 8,
  }));
  for (const line of table(heads, lines, output.columns)) output.out(line);
  output.err(`${count} row${count === 1 ? "" : "s"}`);
}
