import { harmlessProse } from "../../common/harmless";
import { listed } from "../../common/nearest";
import { errorText } from "../../common/text";
import type { Finding } from "../../contract/verdicts";
import type { DeclaredTable } from "../../contract/writtenTables";
import type { GivenColumn } from "../../dataTests/columns";
import type { TestDocument } from "../../dataTests/document";
import type { Understanding } from "../../definition/understand";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import { leading } from "./leading";
import { readersOf } from "./tableReaders";

/** The service allows 90 seconds for a query. Starting and streaming take time too. */
const LONGEST_MS = 150_000;
/** The most destinations that the service takes in a dataflow. */
const MAX_TABLES = 50;

/** A run of this definition would fail, or its tables would break their readers. */
export class LiveContractError extends Error {}

/**
 * With `contract: "live"`: compares the columns that changed queries return with their mapping and with the existing
 * tables. Throws if a run would fail, or if a change breaks readers and the program asks for an error. Warns once of
 * everything that could not be read.
 */
export async function checkLive(
  context: Context,
  id: string,
  { mashup, touched }: Understanding,
  news: Inputs,
): Promise<void> {
  if (news.contract !== "live" || !mashup) return;
  const { writtenTables } = require("../../contract/writtenTables") as typeof import("../../contract/writtenTables");
  const { compareLive } = require("../../contract/live") as typeof import("../../contract/live");
  const { allowBreaking } = require("../../contract/allow") as typeof import("../../contract/allow");
  const documents = require("../../dataTests/document") as typeof import("../../dataTests/document");
  const text = mashup.section.text;
  const tables = await writtenTables(mashup, ({ name }) => touched?.has(name) ?? true);
  const unseen: string[] = [];
  const failures: string[] = [];
  for (const table of tables.slice(0, MAX_TABLES)) {
    const columnsOf = async (document: TestDocument): Promise<GivenColumn[] | undefined> =>
      columns(context, id, news, document).catch((error: unknown) => {
        if (context.signal.aborted) throw error;
        unseen.push(`${document.queryName}: ${errorText(error)}`);
        return undefined;
      });
    const given = await columnsOf(documents.columnsDocument(text, table.query));
    if (given?.length === 0) unseen.push(`${table.query}: the service returned no column`);
    if (!given || given.length === 0) continue;
    const below = table.isDefault ? table.place.table : undefined;
    const isReadable = !table.isDefault || table.place.item === "lakehouse";
    const has = isReadable ? await columnsOf(documents.tableDocument(text, table.target, below)) : undefined;
    const { lacking, findings } = compareLive(table, { given, has });
    if (lacking.length > 0) failures.push(`${leading(news)}${lackingText(table, lacking)}`);
    const { allowed, left } = allowBreaking(findings, news.allowBreaking ?? [], [table]);
    const isError = news.onBreakingChange === "error";
    for (const finding of left) {
      const line = `${leading(news)}breaking for its readers: ${await textOf(finding, news)}`;
      if (isError) failures.push(line);
      else context.warn(context.mask.text(line));
    }
    for (const finding of [...allowed, ...findings.filter(({ verdict }) => verdict !== "breaking")])
      context[finding.verdict === "warning" ? "warn" : "info"](
        context.mask.text(`${leading(news)}${await textOf(finding, news)}`),
      );
  }
  if (unseen.length > 0)
    context.warn(
      context.mask.text(
        `${leading(news)}contract: "live" could not read ${unseen.length} of the queries and tables. They are written without this check: ` +
          harmlessProse(unseen.join("; ")),
      ),
    );
  if (failures.length > 0) throw new LiveContractError(context.mask.text(failures.join("\n")));
}

async function columns(context: Context, id: string, news: Inputs, document: TestDocument): Promise<GivenColumn[]> {
  const { givenColumns } = require("../../dataTests/columns") as typeof import("../../dataTests/columns");
  context.progress(`reading the columns of ${harmlessProse(document.queryName)}`);
  return givenColumns(
    (request) =>
      context.runClient.dataflows.executeQuery(news.workspaceId, id, request, {
        timeoutMs: LONGEST_MS,
        signal: context.signal,
      }),
    document,
  );
}

const lackingText = ({ query }: DeclaredTable, lacking: readonly string[]): string =>
  `the destination of ${harmlessProse(query)} maps the column${lacking.length > 1 ? "s" : ""} ${listed(lacking)}, which the query does not return, so a run ` +
  "would fail. Correct the mapping in DataDestinations, or the query";

async function textOf(finding: Finding, news: Inputs): Promise<string> {
  const { findingText } = require("../../contract/findingText") as typeof import("../../contract/findingText");
  const readers = finding.verdict === "breaking" ? await readersOf(finding.table, news) : [];
  return `${findingText(finding)}${readers.length === 0 ? "" : `; read by ${readers.join(", ")}`}`;
}
