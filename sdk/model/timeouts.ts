import { duration, fields, optional } from "./checks";

/** How long a step may take, as hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface Timeouts {
  /**
   * Creation of the item, its long-running operation included. Default 30 minutes.
   * @default 30
   */
  create?: string;
  /**
   * Each call of an update, and reading the definition. Default 30 minutes.
   * @default 30
   */
  update?: string;
  /**
   * Deletion. Default 15 minutes.
   * @default 15
   */
  delete?: string;
  /**
   * Publishing, which validates every query (up to 10 minutes each). Default 90 minutes.
   * @default 90
   */
  publish?: string;
}

export const checkTimeouts = fields<Timeouts>("{ create?, update?, delete?, publish? }", {
  create: optional(duration),
  update: optional(duration),
  delete: optional(duration),
  publish: optional(duration),
});
