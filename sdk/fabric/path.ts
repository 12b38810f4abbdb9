/**
 * Returns a path below the endpoint, with each value as one escaped segment: path`/items/${id}`. Throws a `TypeError` if a value cannot be a
 * segment of its own (empty, `.`, `..`).
 */
export function path(strings: TemplateStringsArray, ...segments: string[]): string {
  return strings.reduce((whole, literal, index) => whole + escapeSegment(segments[index - 1]) + literal);
}

function escapeSegment(segment: string | undefined): string {
  if (typeof segment !== "string" || segment.trim() === "")
    throw new TypeError("an id in the request's path is empty: check that it is known by now");
  if (segment === "." || segment === "..") throw new TypeError(`"${segment}" is not an id`);
  return encodeURIComponent(segment);
}
