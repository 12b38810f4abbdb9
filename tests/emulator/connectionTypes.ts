import { ApiResponse, Call, JsonObject, ok } from "./http";
import { page } from "./paging";

const text = (name: string, required: boolean) => ({ name, dataType: "Text", required });

const type = (name: string, parameters: ReturnType<typeof text>[], supportedCredentialTypes: string[]) => ({
  type: name,
  creationMethods: [{ name, parameters }],
  ...{ supportedCredentialTypes, supportedConnectionEncryptionTypes: ["NotEncrypted", "Encrypted"] },
  ...{
    supportsSkipTestConnection: false,
    supportedCredentialTypesForUsageInUserControlledCode: ["Basic", "WorkspaceIdentity"],
  },
});

/** Two of the types that the service lists. The first is the specification's example. */
const TYPES = [
  type(
    "SQL",
    [text("server", true), text("database", false)],
    ["Basic", "OAuth2", "ServicePrincipal", "WorkspaceIdentity"],
  ),
  type("Web", [text("url", true)], ["Anonymous", "Basic", "OAuth2", "ServicePrincipal", "WorkspaceIdentity"]),
];

/** The values of a connection's parameters in the order of its type. A request may have any order. */
export function pathOf(kind: string, parameters: readonly JsonObject[]): string {
  const order = TYPES.find(({ type }) => type === kind)?.creationMethods[0]?.parameters.map(({ name }) => name) ?? [];
  const at = ({ name }: JsonObject) => order.indexOf(String(name));
  return [...parameters]
    .sort((a, b) => at(a) - at(b))
    .map(({ value }) => String(value))
    .join(";");
}

export const listSupportedConnectionTypes = (call: Call): ApiResponse =>
  ok(
    page(
      call,
      TYPES,
      (one) => one.type,
      (one) => one,
    ),
  );
