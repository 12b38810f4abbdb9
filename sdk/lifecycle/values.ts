import { CUT } from "../common/cut";
export { containsUnknown, isUnknown, UNKNOWN } from "../model/unknown";
export { equal, isObject } from "../common/objects";

/** Inputs and outputs as a state or a program gives them: JSON with the engine's marks in it. */
export type Props = Record<string, unknown>;

export const without = <T extends object, K extends keyof T & string>(props: T, ...keys: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(props).filter(([key]) => !(keys as readonly string[]).includes(key))) as Omit<T, K>;

export const pick = <T extends object, K extends keyof T & string>(props: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.filter((key) => props[key] !== undefined).map((key) => [key, props[key]])) as Pick<T, K>;

/** Returns these keys, including undefined ones. */
export const exactly = <T extends object, K extends keyof T & string>(props: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, props[key]])) as Pick<T, K>;

export const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const MAX_DEPTH = 64;

/**
 * Returns a value that the host can send. A single `undefined`, function, bigint or Buffer in a result would fail the
 * call after its work was done, or hang it, so all results pass here. Values that are nested too deeply are cut: an
 * error would lose what was done.
 */
export const toJson = (value: unknown): unknown => json(value, () => CUT, 0);

/**
 * The same for inputs. Nothing is done yet, so a value that is nested too deeply is an error: its change would not be
 * seen.
 */
export const inputsToJson = (value: unknown): unknown =>
  json(
    value,
    () => {
      throw new Error("a value is nested too deeply to be kept in the state");
    },
    0,
  );

function json(value: unknown, tooDeep: () => unknown, depth: number): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) || typeof value !== "object") return undefined;
  if (depth > MAX_DEPTH) return tooDeep();
  if (Array.isArray(value)) return value.map((entry) => json(entry, tooDeep, depth + 1) ?? null);
  const entries = Object.entries(value)
    .map(([key, entry]) => [key, json(entry, tooDeep, depth + 1)] as const)
    .filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries);
}
