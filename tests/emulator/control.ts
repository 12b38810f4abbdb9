import { NewConnection } from "./connections";
import type { Emulator } from "./emulator";
import { FaultRule } from "./faults";
import { ApiResponse, isObject, ok } from "./http";
import { NewPrincipal } from "./principals";
import { RegisteredTable } from "./queries";

type Handler = (emulator: Emulator, body: never, id: string) => unknown;

/**
 * The control API for tests in another process, under `/_emulator/`. It needs no token, because the emulator listens on loopback only.
 * `Emulator` has a method or property for each call.
 */
const HANDLERS: Record<string, Handler> = {
  "GET info": (emulator) => emulator.info(),
  "GET requests": (emulator) => emulator.requests,
  "DELETE requests": (emulator) => emulator.clearRequests(),
  "GET counts": (emulator) => emulator.counts(),
  "GET violations": (emulator) => emulator.violations,
  "DELETE violations": (emulator) => emulator.takeViolations(),
  "GET switches": (emulator) => emulator.switches,
  "PATCH switches": (emulator, body) => emulator.set({ switches: body }),
  "GET timings": (emulator) => emulator.timings,
  "PATCH timings": (emulator, body) => emulator.set({ timings: body }),
  "GET limits": (emulator) => emulator.limits,
  "PATCH limits": (emulator, body) => emulator.set({ limits: body }),
  "POST faults": (emulator, body: FaultRule) => ({ id: emulator.faults.add(body) }),
  "DELETE faults": (emulator) => emulator.faults.clear(),
  "GET items": (emulator, _body, id) => (id ? emulator.item(id) : emulator.items()),
  "POST portalEdit": (emulator, body, id) => emulator.portalEdit(id, body),
  "POST principals": (emulator, body: NewPrincipal) => emulator.addPrincipal(body),
  "POST connections": (emulator, body: NewConnection) => emulator.addConnection(body),
  "POST tables": (emulator, body: RegisteredTable) => emulator.addTable(body),
  "POST tags": (emulator, body: { displayName: string; id?: string }) => emulator.addTag(body.displayName, body.id),
  "POST labels": (emulator, body: { id?: string; isProtected?: boolean }) => emulator.addLabel(body),
  "POST workspaces": (emulator, body: { displayName: string }) => emulator.addWorkspace(body),
  "DELETE items": (emulator, _body, id) => emulator.portalDelete(id),
  "POST refuseConnections": (emulator, body: { ms: number }) => emulator.refuseConnections(body.ms),
  "POST advance": (emulator, body: { ms: number }) => emulator.advance(body.ms),
};

export function control(emulator: Emulator, method: string, path: string, body: unknown): ApiResponse {
  const [name = "", id = ""] = path.replace(/^\/_emulator\//, "").split(/[/?]/);
  const handler = HANDLERS[`${method} ${name}`];
  if (!handler) return { status: 404, body: { message: `there is no ${method} /_emulator/${name}` } };
  try {
    return ok(handler(emulator, (isObject(body) ? body : {}) as never, decodeURIComponent(id)) ?? {});
  } catch (error) {
    return { status: 400, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}
