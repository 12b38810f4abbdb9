import { harmless, harmlessProse } from "../common/harmless";
import { adviceFor } from "./errorAdvice";
import { beginning } from "../common/text";

/** One entry of an error's `moreDetails`, as Fabric sent it. */
export interface ErrorDetail {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** The thing that the detail is about, for example `Dataflow <id>`. */
  relatedResource?: string;
}

/** The fields of a {@link FabricError}. */
export interface FabricErrorFields {
  /** The operation, for example `create item`. */
  operation: string;
  /** The id or name that the operation is about. */
  item?: string;
  /** HTTP status. */
  status: number;
  /** Fabric's code. Branch on it. Absent if a gateway responded in Fabric's place. */
  errorCode?: string;
  /** Fabric's own message. */
  serviceMessage?: string;
  /** Id of the request, for Microsoft's support. */
  requestId?: string;
  /** Further errors that belong to this one. */
  details?: ErrorDetail[];
  /** True if Fabric says that the same call can succeed later. */
  isRetriable?: boolean;
  /** The shortest wait, in milliseconds, that Fabric asks for. */
  retryAfterMs?: number;
  /** True if the call may have changed something although it failed: a server error on a call that creates, for example. */
  mayHaveTakenEffect?: boolean;
  /** True if the response's body is neither empty nor JSON: a proxy or gateway sent it, not Fabric. */
  isForeign?: boolean;
}

/** Longer than any id or name of Fabric's. */
const LONGEST_ITEM = 300;

const about = (operation: string, item: string | undefined): string =>
  item === undefined ? operation : `${operation} ${harmless(beginning(item, LONGEST_ITEM))}`;

const harmlessText = (text: string | undefined): string | undefined => text && harmlessProse(text);

function describe(fields: FabricErrorFields, verb: string): string {
  const { status } = fields;
  const errorCode = harmlessText(fields.errorCode);
  const serviceMessage = harmlessText(fields.serviceMessage);
  // The response that reports a failed operation is itself a good one.
  const good = status < 300;
  const code = good ? (errorCode ?? "no reason given") : errorCode ? `${errorCode} (HTTP ${status})` : `HTTP ${status}`;
  const lines = [`${about(fields.operation, fields.item)} ${verb}: ${code}`];
  if (serviceMessage) lines[0] += `: ${serviceMessage}`;
  for (const { errorCode, message, relatedResource } of fields.details ?? []) {
    const text = [errorCode, message, relatedResource && `(${relatedResource})`].filter(Boolean).join(" ");
    if (text !== "" && message !== fields.serviceMessage) lines.push(`  ${harmlessProse(text)}`);
  }
  const advice = adviceFor(fields.errorCode, fields.status, fields.serviceMessage);
  if (advice !== undefined) lines.push(advice);
  if (fields.requestId !== undefined) lines.push(`Request id: ${harmless(fields.requestId)}`);
  return lines.join("\n");
}

/**
 * Fabric, or a gateway before it, refused the call. Branch on `errorCode`: the status of one code differs between responses.
 * https://learn.microsoft.com/rest/api/fabric/articles/using-fabric-apis
 */
export class FabricError extends Error {
  /** For logs. Use `instanceof` to tell errors apart. */
  override readonly name: string = "FabricError";
  /** The operation, for example `create item`. */
  readonly operation: string;
  /** The id or name that the operation is about. */
  readonly item?: string;
  /** HTTP status. The same code comes with different statuses. */
  readonly status: number;
  /** Fabric's code. Absent if a gateway responded in Fabric's place. */
  readonly errorCode?: string;
  /** Fabric's own message. */
  readonly serviceMessage?: string;
  /** Id of the request, for Microsoft's support. */
  readonly requestId?: string;
  /** Further errors that belong to this one. Empty if there are none. */
  readonly details: ErrorDetail[];
  /** True if Fabric says that the same call can succeed later. Default false. */
  readonly isRetriable: boolean;
  /** The shortest wait, in milliseconds, that Fabric asks for. */
  readonly retryAfterMs?: number;
  /** True if the call may have changed something although it failed. Default false. */
  readonly mayHaveTakenEffect: boolean;
  /** True if the response's body is neither empty nor JSON: a proxy or gateway sent it, not Fabric. Default false. */
  readonly isForeign: boolean;

  constructor(fields: FabricErrorFields, verb = "failed") {
    super(describe(fields, verb));
    this.operation = fields.operation;
    this.item = fields.item;
    this.status = fields.status;
    this.errorCode = fields.errorCode;
    this.serviceMessage = fields.serviceMessage;
    this.requestId = fields.requestId;
    this.details = fields.details ?? [];
    this.isRetriable = fields.isRetriable ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    this.mayHaveTakenEffect = fields.mayHaveTakenEffect ?? false;
    this.isForeign = fields.isForeign ?? false;
  }
}

/** A long-running operation was accepted and then ended `Failed` or `Cancelled`. */
export class OperationFailedError extends FabricError {
  /** For logs. Use `instanceof` to tell errors apart. */
  override readonly name = "OperationFailedError";

  constructor(
    fields: FabricErrorFields,
    /** Id of the operation (GUID). */
    readonly operationId: string,
    /** The operation's last status. */
    readonly operationStatus: string,
  ) {
    super(fields, `was accepted, and its operation ${harmless(operationId)} ended ${harmless(operationStatus)}`);
  }
}

/** No usable response came: the connection failed, the response was lost on the way, or it could not be read. */
export class NoResponseError extends Error {
  /** For logs. Use `instanceof` to tell errors apart. */
  override readonly name = "NoResponseError";
  /** True if the service accepted the call and only its result is unknown. Do not repeat the call then. */
  readonly wasAccepted: boolean;

  constructor(
    /** The operation, for example `create item`. */
    readonly operation: string,
    /** The id or name that the operation is about. */
    readonly item: string | undefined,
    /** What happened, for example `connection reset (ECONNRESET)`. */
    reason: string,
    /** True if the service may have carried out the call. False if it certainly did not. */
    readonly mayHaveTakenEffect: boolean,
    options?: { cause?: unknown; wasAccepted?: boolean },
  ) {
    super(
      `${about(operation, item)}: no usable response: ${harmless(reason)}. ` +
        (mayHaveTakenEffect
          ? "Check what the service did before you repeat it: it may have taken effect."
          : "The call changed nothing."),
      options,
    );
    this.wasAccepted = options?.wasAccepted ?? false;
  }
}

/** `timeoutMs` passed. */
export class DeadlineError extends Error {
  /** For logs. Use `instanceof` to tell errors apart. */
  override readonly name = "DeadlineError";

  constructor(
    /** The operation, for example `create item`. */
    readonly operation: string,
    /** The id or name that the operation is about. */
    readonly item: string | undefined,
    /** The time-out, in milliseconds. */
    readonly timeoutMs: number,
    /** What the call still awaited, for example `the end of operation <id>`. */
    readonly awaited: string,
    /** The last status of what was polled. Undefined if nothing was polled. */
    readonly lastStatus: string | undefined,
    /** True if the service may have carried out the call, or may still do so. */
    readonly mayHaveTakenEffect: boolean,
  ) {
    super(
      `${about(operation, item)} did not end within ${timeoutMs / 1000} s: still awaiting ${harmless(awaited)}` +
        (lastStatus === undefined ? "" : ` (last status ${harmless(lastStatus)})`) +
        (mayHaveTakenEffect ? ". The service may still carry it out." : ""),
    );
  }
}
