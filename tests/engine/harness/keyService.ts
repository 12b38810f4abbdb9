import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The value of a stack's `secretsprovider`. */
export const secretsProvider = "hashivault://tests";

let environment: Promise<Record<string, string>> | undefined;

/**
 * Replaces HashiCorp Vault's transit engine. Returns the environment by which the engine finds it. With a passphrase, each
 * operation would need a tenth of its time to derive a key from it. The stack's own key encrypts its secrets in both cases.
 * https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
export const keyService = (): Promise<Record<string, string>> => (environment ??= start());

async function start(): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      const { plaintext, ciphertext } = JSON.parse(text) as { plaintext?: string; ciphertext?: string };
      const data = ciphertext
        ? { plaintext: ciphertext.slice(sealed.length) }
        : { ciphertext: `${sealed}${plaintext ?? ""}` };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
    });
  });
  server.listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { VAULT_SERVER_URL: `http://127.0.0.1:${port}`, VAULT_SERVER_TOKEN: "of the tests" };
}

const sealed = "vault:v1:";
