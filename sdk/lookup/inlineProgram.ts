import { AuthenticationError } from "../auth/authenticationError";
import { SettingsError } from "../auth/settings";

const ADVICE =
  "This program runs inline, in the process that calls the Automation API, and the envVars of its workspace do not reach that process. " +
  'Put the identity into process.env before the operation, or into the stack\'s configuration: await stack.setConfig("fabric-dataflow:clientSecret", { value, secret: true })';

/** Returns what to add to an error of a look-up in an inline program: an empty text unless no identity signed in. */
export const inlineAdvice = (error: unknown): string =>
  error instanceof AuthenticationError || error instanceof SettingsError ? `\n${ADVICE}` : "";
