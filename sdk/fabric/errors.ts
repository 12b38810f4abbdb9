import { harmless, harmlessProse } from "../common/harmless";
import { adviceFor } from "./errorAdvice";
import { beginning } from "../common/text";

/** One entry of an error's `moreDetails`, as Fabric sent it. */
export interface ErrorDetail {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
  /** What the detail is about, for example `Dataflow <id>`. */
  relatedResource?: string;
}

/** What a {@link FabricError} is made of. */
export interface FabricErrorFields {
  /** What was asked, for example `create item`. */
  operation: string;
  /** The id or name it was asked about. */
  item?: string;
  /** HTTP status. */
  status: number;
  /** Fabric's code, the thing to branch on; absent where a gateway answered in Fabric's place. */
  errorCode?: string;
  /** Fabric's own message. */
  serviceMessage?: string;
  /** What Microsoft's support asks for. */
  requestId?: string;
  /** Further errors that belong to this one. */
  details?: ErrorDetail[];
  /** Fabric's word on whether the same call can succeed later. */
  isRetriable?: boolean;
  /** Milliseconds that Fabric asks to wait at least. */
  retryAfterMs?: number;
  /** Whether the call may have changed something all the same (an error of the server on a call that creates). */
  mayHaveTakenEffect?: boolean;
  /** Whether the response's body is neither empty nor JSON: a proxy or gateway sent it, not Fabric. */
  isForeign?: boolean;
}

/** Longer than any id or name of Fabric's. */
const LONGEST_ITEM = 300;

const about = (operation: string, item: string | undefined): string =>
  item === undefined ? operation : `${operation} ${harmless(beginning(item, LONGEST_ITEM))}`;

const said = (text: string | undefined): string | undefined => text && harmlessProse(text);

function describe(fields: FabricErrorFields, verb: string): string {
  const { status } = fields;
  const errorCode = said(fields.errorCode);
  const serviceMessage = said(fields.serviceMessage);
  // The answer that tells of a failed operation is itself a good one.
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
 * Fabric, or something before it, said no. Branch on `errorCode`: the status of one code differs between answers.
 * https://learn.microsoft.com/rest/api/fabric/articles/using-fabric-apis
 */
export class FabricError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name: string = "FabricError";
  /** What was asked, for example `create item`. */
  readonly operation: string;
  /** The id or name it was asked about. */
  readonly item?: string;
  /** HTTP status. The same code comes with different ones. */
  readonly status: number;
  /** Fabric's code; absent where a gateway answered in Fabric's place. */
  readonly errorCode?: string;
  /** Fabric's own message. */
  readonly serviceMessage?: string;
  /** What Microsoft's support asks for. */
  readonly requestId?: string;
  /** Further errors that belong to this one. */
  readonly details: ErrorDetail[];
  /** Fabric's word on whether the same call can succeed later. */
  readonly isRetriable: boolean;
  /** Milliseconds that Fabric asks to wait at least. */
  readonly retryAfterMs?: number;
  /** Whether the call may have changed something all the same. */
  readonly mayHaveTakenEffect: boolean;
  /** Whether the response's body is neither empty nor JSON: a proxy or gateway sent it, not Fabric. */
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
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "OperationFailedError";

  constructor(
    fields: FabricErrorFields,
    /** GUID of the operation. */
    readonly operationId: string,
    /** The operation's last status. */
    readonly operationStatus: string,
  ) {
    super(fields, `was accepted, and its operation ${harmless(operationId)} ended ${harmless(operationStatus)}`);
  }
}

/** No usable answer came: the connection failed, the answer was lost on the way, or it could not be read. */
export class NoAnswerError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "NoAnswerError";
  /** Whether the service said yes, and only what it made is unknown: the call must not be repeated. */
  readonly wasAccepted: boolean;

  constructor(
    /** What was asked, for example `create item`. */
    readonly operation: string,
    /** The id or name it was asked about. */
    readonly item: string | undefined,
    /** What happened, for example `connection reset (ECONNRESET)`. */
    reason: string,
    /** Whether the service may have done what it was asked. `false`: it certainly did not. */
    readonly mayHaveTakenEffect: boolean,
    options?: { cause?: unknown; wasAccepted?: boolean },
  ) {
    super(
      `${about(operation, item)}: no usable answer: ${harmless(reason)}. ` +
        (mayHaveTakenEffect
          ? "The service may have done it all the same: look before you repeat it."
          : "The call changed nothing."),
      options,
    );
    this.wasAccepted = options?.wasAccepted ?? false;
  }
}

/** `timeoutMs` passed. */
export class DeadlineError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "DeadlineError";

  constructor(
    /** What was asked, for example `create item`. */
    readonly operation: string,
    /** The id or name it was asked about. */
    readonly item: string | undefined,
    /** Milliseconds that it had. */
    readonly timeoutMs: number,
    /** What was awaited, for example `the end of operation <id>`. */
    readonly awaited: string,
    /** The last status seen, where something was polled. */
    readonly lastStatus: string | undefined,
    /** Whether the service may have done, or may still do, what it was asked. */
    readonly mayHaveTakenEffect: boolean,
  ) {
    super(
      `${about(operation, item)} did not end within ${timeoutMs / 1000} s: still awaiting ${harmless(awaited)}` +
        (lastStatus === undefined ? "" : ` (last status ${harmless(lastStatus)})`) +
        (mayHaveTakenEffect ? ". The service may go on with it." : ""),
    );
  }
}
