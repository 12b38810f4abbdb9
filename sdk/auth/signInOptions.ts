import type { Configuration } from "@azure/msal-node";
import type { Dispatcher } from "undici";
import type { NetworkLimits } from "./signInNetwork";
import { tokenMask } from "../common/mask";
import type { Environment } from "./settings";

/** Options of every way to sign in. */
export interface SignInOptions {
  environment: Environment;
  authorityHost: string;
  scope: string;
  dispatcher: () => Dispatcher;
  limits: NetworkLimits;
  /** Receives MSAL's own verbose lines, for debug logs. */
  log?: (line: string) => void;
}

type LoggerOptions = NonNullable<NonNullable<Configuration["system"]>["loggerOptions"]>;

export function msalLogging({ log }: SignInOptions): LoggerOptions {
  if (log === undefined) return { loggerCallback: () => {} };
  const { LogLevel } = require("@azure/msal-node") as typeof import("@azure/msal-node");
  return {
    logLevel: LogLevel.Verbose,
    piiLoggingEnabled: false,
    loggerCallback: (_level, line, containsPii) => {
      if (!containsPii) log(tokenMask.text(line));
    },
  };
}
