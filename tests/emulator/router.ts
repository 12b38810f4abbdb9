import findMyWay from "find-my-way";
import { Route, ROUTES } from "./routes";

const METHODS = ["GET", "POST", "PATCH", "DELETE"] as const;

export interface Match {
  route: Route;
  params: Record<string, string>;
}

function build() {
  const router = findMyWay({ ignoreTrailingSlash: true });
  for (const route of ROUTES) {
    router.on(route.method, route.path.replace(/\{(\w+)\}/g, ":$1"), () => undefined, route);
  }
  return router;
}

const router = build();

/** The route of a request. `path` has no `/v1` and no query. */
export function matchRoute(method: string, path: string): Match | undefined {
  const found = router.find(method as "GET", path) as { params: Record<string, string>; store: Route } | null;
  return found ? { route: found.store, params: found.params } : undefined;
}

/** True if a route has this path, with any method. */
export const isKnownPath = (path: string): boolean => METHODS.some((method) => matchRoute(method, path) !== undefined);

/** The operation's name in the request log. */
export function operationName(match: Match | undefined, query: URLSearchParams): string {
  const name = match?.route.operation ?? "unknown";
  return typeof name === "string" ? name : name(match?.params ?? {}, query);
}

/** The first published way to start a job. The specification mentions it and does not define it. */
export const isQueryForm = (route: Route): boolean => route.path.endsWith("/jobs/instances") && route.method === "POST";
