import type { SettingsInput } from "../auth/settings";
import { Lookups } from "./lookups";

/**
 * Opens look-ups that sign in as a provider does. Look-ups use the default provider: a FabricProvider's arguments are
 * Outputs, and a look-up cannot wait for them.
 */
export function openLookups(given: SettingsInput, progress: (text: string) => void): Lookups {
  const { clientSettings, readSettings } = require("../auth/settings") as typeof import("../auth/settings");
  const { createCredential } = require("../auth/credentials") as typeof import("../auth/credentials");
  const { FabricClient } = require("../fabric/client") as typeof import("../fabric/client");
  const settings = readSettings(given);
  const { POWER_BI_SCOPE } = require("../fabric/gatewayClusters") as typeof import("../fabric/gatewayClusters");
  const client = (endpoint: string, scope: string) =>
    new FabricClient({
      ...clientSettings(settings),
      credential: createCredential(settings.identity, { ...settings, scope }),
      endpoint,
    });
  return new Lookups(client(settings.endpoint, settings.scope), {
    client: (endpoint) => client(endpoint, POWER_BI_SCOPE),
    progress,
  });
}
