import type { TablePlace, WrittenTable } from "../../contract/writtenTables";
import { harmless } from "../../common/harmless";
import { isObject } from "../../common/objects";
import type { Inputs } from "../../model/dataflow";
import { containsUnknown } from "../../model/unknown";
import type { Reporter } from "../context";
import { urnOf } from "../declaration";
import { pick } from "../values";
import { declareDefinition, TEXT_ARGUMENTS } from "./definition";
import { leading } from "./leading";
import { isSecretDefinition } from "./secretDefinition";

/*
 * Which dataflows of this program read a table that another one breaks. The engine checks resources one after another.
 * When a table breaks, the resources checked before are read; those that come later check what broke.
 */

/**
 * Inputs by URN. For a definition in files only the paths are kept. A definition with a long text in the program is not
 * kept.
 */
const declared = new Map<string, Inputs>();
const broken: { table: WrittenTable; text: string; urn: string | undefined }[] = [];

/** Limits the reading for a program with thousands of dataflows. */
const MAX_READ = 500;
const LONGEST_TEXT = 50_000;

/** Returns the length of the texts that the assets themselves hold. */
function textIn(assets: unknown): number {
  if (typeof assets === "string") return assets.length;
  return isObject(assets) ? Object.values(assets).reduce<number>((sum, inner) => sum + textIn(inner), 0) : 0;
}

/** Checks what broke before this resource, and keeps the resource for what breaks later. */
export async function checkReads(news: Inputs, report: Reporter): Promise<void> {
  const urn = urnOf(news);
  if (urn === undefined || isSecretDefinition(news)) return;
  if (textIn(news.definition) <= LONGEST_TEXT) declared.set(urn, news);
  for (const { table, text, urn: writer } of broken) {
    if (writer === urn) continue;
    const queries = await queriesThatRead(news, table.place);
    if (queries.length > 0)
      report.warn(`${leading(news)}${queries.join(", ")} reads what ${nameIn(writer)} breaks: ${text}`);
  }
}

/** Returns queries of other dataflows of this program that read the table: `Top of margins`. */
export async function readersOf({ place }: WrittenTable, news: Inputs): Promise<string[]> {
  const readers: string[] = [];
  for (const [urn, other] of [...declared].slice(0, MAX_READ)) {
    if (urn === urnOf(news)) continue;
    for (const query of await queriesThatRead(other, place)) readers.push(`${query} of ${nameIn(urn)}`);
  }
  return readers;
}

export const rememberBroken = (table: WrittenTable, text: string, news: Inputs): void => {
  broken.push({ table, text, urn: urnOf(news) });
};

const nameIn = (urn: string | undefined): string => harmless(urn?.split("::").at(-1) ?? "another resource");

async function queriesThatRead(news: Inputs, place: TablePlace): Promise<string[]> {
  // A value that is not known yet may be any id.
  if (containsUnknown(pick(news, ["definition", ...TEXT_ARGUMENTS]))) return [];
  const { readsOf } = require("../../contract/reads") as typeof import("../../contract/reads");
  const { declared: understood } = await declareDefinition(news, {}, "off");
  return understood?.mashup ? (await readsOf(understood.mashup, place)).map(harmless) : [];
}
