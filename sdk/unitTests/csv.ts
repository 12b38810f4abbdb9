/** A field of comma-separated values. A quoted field may be an empty text. */
export interface Field {
  text: string;
  isQuoted: boolean;
}

/** A record, and the line on which it begins, counted from 1. */
export interface CsvRecord {
  line: number;
  fields: Field[];
}

/** Comma-separated values that cannot be read, with the line. */
export class CsvError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads comma-separated values as RFC 4180 defines them. Empty lines are skipped. Throws a CsvError. */
export function readCsv(text: string, delimiter = ","): CsvRecord[] {
  const records: CsvRecord[] = [];
  const ends = new RegExp(`[${delimiter === "\t" ? "\\t" : `\\${delimiter}`}"\\r\\n]`, "g");
  let line = 1;
  let at = 0;
  let record: CsvRecord = { line, fields: [] };
  const endOfField = (from: number): number => {
    ends.lastIndex = from;
    return ends.exec(text)?.index ?? text.length;
  };
  const field = (): Field => {
    if (text[at] !== '"') {
      const end = endOfField(at);
      if (text[end] === '"')
        throw new CsvError(line, 'a field that contains a quote must be in quotes, with "" for each quote');
      const plain = { text: text.slice(at, end), isQuoted: false };
      at = end;
      return plain;
    }
    const from = ++at;
    for (let quote = text.indexOf('"', at); ; quote = text.indexOf('"', at)) {
      if (quote < 0) throw new CsvError(line, "a quote is opened here and never closed");
      at = quote + 1;
      if (text[at] !== '"') break;
      at++;
    }
    const written = text.slice(from, at - 1);
    for (const _ of written.matchAll(/\r\n|\r|\n/g)) line++;
    if (at < text.length && endOfField(at) !== at)
      throw new CsvError(line, "something follows the closing quote of a field");
    if (text[at] === '"') throw new CsvError(line, "something follows the closing quote of a field");
    return { text: written.replaceAll('""', '"'), isQuoted: true };
  };
  while (at < text.length) {
    record.fields.push(field());
    if (text[at] === delimiter) {
      at++;
      if (at < text.length) continue;
      record.fields.push({ text: "", isQuoted: false });
    }
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    if (at < text.length) at++;
    line++;
    const [only] = record.fields;
    if (record.fields.length > 1 || only?.isQuoted || only?.text !== "") records.push(record);
    record = { line, fields: [] };
  }
  return records;
}
