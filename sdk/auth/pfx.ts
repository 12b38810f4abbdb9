import { createPrivateKey } from "node:crypto";
import type * as Forge from "node-forge";
import { errorText } from "../common/text";

const NOT_PFX = "it is neither PEM nor PKCS#12 (PFX)";

export interface PfxContent {
  /** PEM, PKCS#8, not encrypted. */
  privateKey: string;
  /** PEM of each certificate, in the file's order. */
  certificates: string[];
}

/**
 * Reads a PKCS#12 bundle, which neither node:crypto nor MSAL can. Throws an Error that holds no content of the bundle.
 * Its message distinguishes a wrong password from a file that is not a bundle.
 */
export function readPfx(bytes: Buffer, password: string | undefined): PfxContent {
  const forge = require("node-forge") as typeof Forge;
  const p12 = open(forge, bytes, password);
  const bags = (type: string) => p12.getBags({ bagType: type })[type] ?? [];
  const toPem = (kind: string, asn1: Forge.asn1.Asn1) =>
    forge.pem.encode({ type: kind, body: forge.asn1.toDer(asn1).getBytes() } as Forge.pem.ObjectPEM);

  const keys = [...bags(forge.pki.oids["pkcs8ShroudedKeyBag"]!), ...bags(forge.pki.oids["keyBag"]!)];
  const key = keys[0];
  if (key === undefined) throw new Error("it holds no private key: export it together with its key");
  const keyPem = key.key ? forge.pki.privateKeyToPem(key.key) : toPem("PRIVATE KEY", key.asn1);
  const certificates = bags(forge.pki.oids["certBag"]!).map((bag) =>
    bag.cert ? forge.pki.certificateToPem(bag.cert) : toPem("CERTIFICATE", bag.asn1),
  );
  return {
    privateKey: createPrivateKey(keyPem).export({ type: "pkcs8", format: "pem" }).toString(),
    certificates,
  };
}

function open(forge: typeof Forge, bytes: Buffer, password: string | undefined): Forge.pkcs12.Pkcs12Pfx {
  // Parsed again for each attempt, because node-forge changes the structure in a failed attempt.
  const parse = () => {
    try {
      return forge.asn1.fromDer(bytes.toString("binary"));
    } catch {
      throw new Error(NOT_PFX);
    }
  };
  // Without a password, some writers use an empty password (OpenSSL), others none.
  const attempts = password === undefined ? ["", undefined] : [password];
  for (const attempt of attempts) {
    const asn1 = parse();
    try {
      return forge.pkcs12.pkcs12FromAsn1(asn1, attempt);
    } catch (error) {
      const reason = errorText(error);
      if (!/mac|password|decrypt/i.test(reason)) throw new Error(NOT_PFX);
    }
  }
  throw new Error("its password is wrong or missing");
}
