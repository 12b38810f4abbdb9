import { harmless, harmlessProse } from "../common/harmless";
import { AuthenticationError } from "./authenticationError";
import { adviseOn, entraCode } from "./entraErrors";
import { failureOf, type SignInNetwork } from "./signInNetwork";
import { Mask } from "../common/mask";
import { errorText } from "../common/text";

export interface FailureContext {
  /** Who tried to sign in. */
  who: string;
  tenantId?: string;
  clientId?: string;
  scope: string;
  correlationId?: string;
  network?: SignInNetwork;
  /** Values that were sent. Entra may quote them. */
  secrets?: readonly (string | undefined)[];
}

/** Clocks this far apart make assertions invalid. */
const TOLERABLE_SKEW_MS = 4 * 60_000;

/** Returns the error for people who deploy: who tried, why it failed, the remedy, and the id that support asks for. */
export function explainFailure(error: unknown, context: FailureContext): AuthenticationError {
  if (error instanceof AuthenticationError) return error;
  const { who, network } = context;
  const mask = new Mask(
    (context.secrets ?? []).flatMap((value) => (value === undefined ? [] : [{ name: "credential", value }])),
  );
  const failure = failureOf(error);
  if (failure !== undefined) {
    const { url, attempts, reason } = failure;
    return new AuthenticationError(
      `Could not sign in as ${who}: ${url} returned no usable response in ${attempts} attempts (${harmlessProse(mask.text(reason))}). ` +
        "Check the network, HTTPS_PROXY and NO_PROXY, NODE_EXTRA_CA_CERTS if a proxy inspects TLS, and authorityHost.",
      { code: "NoResponse", correlationId: context.correlationId, isRetriable: true },
    );
  }
  const own = messageOf(error);
  const message = entraCode(own) === undefined ? (network?.refusal ?? own) : own;
  const code = entraCode(message);
  const advice = adviseOn(code, context);
  const given = correlationOf(error);
  const correlationId = given === undefined ? context.correlationId : mask.text(given);
  const parts = [
    `Could not sign in as ${who}: ${advice?.cause ?? (code ? "Microsoft Entra ID refused" : "the sign-in failed")}${code ? ` (${code})` : ""}.`,
    advice?.remedy,
    skew(network),
    `${code ? "Entra" : "MSAL"} said: ${harmlessProse(mask.text(firstLine(message)))}`,
    correlationId ? `Correlation id: ${harmless(correlationId)}.` : undefined,
  ];
  return new AuthenticationError(parts.filter(Boolean).join(" "), {
    code,
    correlationId,
    isRetriable: /temporarily_unavailable|AADSTS90033/.test(errorText(error)),
  });
}

function messageOf(error: unknown): string {
  const text = errorText(error);
  // MSAL puts Entra's message inside its own: `invalid_client: Error(s): ... - Description: ... - Correlation ID: ...`.
  const description = /Description: (.*?)(?= - Correlation ID: |$)/s.exec(text)?.[1];
  return description === undefined || description === "Not Available" ? text : description;
}

/** Returns the first line. Entra's further lines hold ids and a time stamp, which are given apart or not at all. */
function firstLine(text: string): string {
  const line = text.split(/\r?\n| Trace ID: | Correlation ID: /)[0]!.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function correlationOf(error: unknown): string | undefined {
  const id = (error as { correlationId?: unknown } | undefined)?.correlationId;
  return typeof id === "string" && id !== "" ? id : undefined;
}

function skew(network: SignInNetwork | undefined): string | undefined {
  const ms = network?.clockSkewMs;
  if (ms === undefined || Math.abs(ms) < TOLERABLE_SKEW_MS) return undefined;
  const minutes = Math.round(Math.abs(ms) / 60_000);
  return `This machine's clock is ${minutes} minutes ${ms > 0 ? "ahead of" : "behind"} Entra's: set it by NTP.`;
}
