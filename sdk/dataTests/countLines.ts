import type { RecordBatches } from "./recordBatches";

/** The columns of a table of counts. */
export const COUNT_COLUMNS = { what: "What", column: "Column", number: "Number", text: "Text" } as const;

/** One count of a document that returns counts. */
export interface CountLine {
  what: string;
  /** The counted column. Undefined for a count of rows. */
  column: string | undefined;
  number: number;
  /** The type of a column, or the error that stopped the count. */
  text?: string;
}

/** Reads a table of counts. Throws an `Error` if the result is not one. */
export async function readCounts({ batches }: RecordBatches): Promise<CountLine[]> {
  const lines: CountLine[] = [];
  for await (const batch of batches) {
    const [what, column, number, text] = Object.values(COUNT_COLUMNS).map((name) => batch.getChild(name));
    for (let row = 0; row < batch.numRows; row++) {
      const [name, about, counted] = [what, column, number].map((each) => each?.get(row) as unknown);
      const beside: unknown = text?.get(row);
      if (typeof name !== "string" || !isCount(counted))
        throw new Error("the service's response to the document is not a table of counts");
      lines.push({
        what: name,
        column: typeof about === "string" ? about : undefined,
        number: Number(counted),
        ...(typeof beside === "string" && { text: beside }),
      });
    }
  }
  return lines;
}

const isCount = (value: unknown): boolean =>
  (typeof value === "bigint" || typeof value === "number") && Number.isSafeInteger(Number(value)) && Number(value) >= 0;
