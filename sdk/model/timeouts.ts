import { duration, fields, optional } from "./checks";

/** How long a step may take, in hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface Timeouts {
  /**
   * Creating the item, with its long-running operation. Default 30 minutes.
   * @default "30m"
   */
  create?: string;
  /**
   * Each call of an update, and reading the definition. Default 30 minutes.
   * @default "30m"
   */
  update?: string;
  /**
   * Deleting the item. Default 15 minutes.
   * @default "15m"
   */
  delete?: string;
  /**
   * Publishing, which validates every query (up to 10 minutes each). Default 90 minutes.
   * @default "90m"
   */
  publish?: string;
}

export const checkTimeouts = fields<Timeouts>("{ create?, update?, delete?, publish? }", {
  create: optional(duration),
  update: optional(duration),
  delete: optional(duration),
  publish: optional(duration),
});
