import type { RecordBatches } from "./recordBatches";

/** The columns of a table of counts. */
export const COUNT_COLUMNS = { what: "What", column: "Column", number: "Number", text: "Text" } as const;

/** One count of a document that returns counts. */
export interface CountLine {
  what: string;
  /** The column that it is about. */
  column: string | undefined;
  number: number;
  /** What is said beside the number: the type of a column, or the error that stopped the count. */
  text?: string;
}

/** Reads a table of counts. Throws an Error where the result is none. */
export async function readCounts({ batches }: RecordBatches): Promise<CountLine[]> {
  const lines: CountLine[] = [];
  for await (const batch of batches) {
    const [what, column, number, text] = Object.values(COUNT_COLUMNS).map((name) => batch.getChild(name));
    for (let row = 0; row < batch.numRows; row++) {
      const [said, about, counted] = [what, column, number].map((each) => each?.get(row) as unknown);
      const beside: unknown = text?.get(row);
      if (typeof said !== "string" || !isCount(counted))
        throw new Error("the service answered the document with a table that holds no counts");
      lines.push({
        what: said,
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
