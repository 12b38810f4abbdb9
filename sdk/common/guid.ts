const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const WHOLE_GUID = new RegExp(`^${GUID.source}$`, "i");

export const isGuid = (value: unknown): value is string => typeof value === "string" && WHOLE_GUID.test(value);

/** The first GUID in a text. */
export const findGuid = (text: string): string | undefined => GUID.exec(text)?.[0];
