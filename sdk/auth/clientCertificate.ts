import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { AuthenticationError } from "./authenticationError";
import { readPfx } from "./pfx";

/** The parts of a certificate that MSAL needs to sign with it. */
export interface SigningCertificate {
  /** SHA-256 of the certificate, hexadecimal. */
  thumbprintSha256: string;
  /** PEM, PKCS#8. */
  privateKey: string;
  /** PEM of the certificate, and of its issuers' certificates if they are given. */
  x5c: string;
}

const CERTIFICATE_PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const PRIVATE_KEY_PEM =
  /-----BEGIN (?:[A-Z]+ )?(?:ENCRYPTED )?PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )?(?:ENCRYPTED )?PRIVATE KEY-----/;

/**
 * Reads a certificate with its private key: PEM or PKCS#12 (PFX), or base64 of either.
 * `where` names the setting or file for the AuthenticationError that is thrown; the content never appears in it.
 */
export function readCertificate(content: Buffer, password: string | undefined, where: string): SigningCertificate {
  const fail = (reason: string) => new AuthenticationError(`The certificate of ${where} cannot be used: ${reason}.`);
  const bytes = decode(content);
  let keyPem: string | undefined;
  let certificates: string[];
  if (isPem(bytes)) {
    const text = bytes.toString("utf8");
    keyPem = PRIVATE_KEY_PEM.exec(text)?.[0];
    certificates = text.match(CERTIFICATE_PEM) ?? [];
  } else {
    try {
      ({ privateKey: keyPem, certificates } = readPfx(bytes, password));
    } catch (error) {
      throw fail((error as Error).message);
    }
  }
  if (keyPem === undefined) throw fail("it holds no private key, which is needed to sign; put both into one file");
  if (certificates.length === 0) throw fail("it holds a private key but no certificate; put both into one file");

  const key = privateKey(keyPem, password, fail);
  if (key.asymmetricKeyType !== "rsa") throw fail("its key is not RSA, the only kind that Entra takes");
  const parsed = certificates.map((pem) => certificate(pem, fail));
  const own = parsed.find((candidate) => candidate.checkPrivateKey(key));
  if (own === undefined) throw fail("its private key belongs to another certificate");
  if (Date.parse(own.validTo) < Date.now()) throw fail(`it expired at ${new Date(own.validTo).toISOString()}`);
  return {
    thumbprintSha256: own.fingerprint256.replaceAll(":", ""),
    privateKey: key.export({ type: "pkcs8", format: "pem" }).toString(),
    x5c: [own, ...parsed.filter((other) => other !== own)].map((each) => each.toString().trim()).join("\n"),
  };
}

type Fail = (reason: string) => AuthenticationError;

function isPem(bytes: Buffer): boolean {
  return bytes.includes("-----BEGIN ");
}

/** Decodes a pipeline's variable, which holds the file in base64, with or without line ends. */
function decode(content: Buffer): Buffer {
  if (isPem(content)) return content;
  const text = content.toString("latin1").trim();
  return /^[A-Za-z0-9+/\s_-]+=*$/.test(text) ? Buffer.from(text, "base64") : content;
}

function privateKey(pem: string, passphrase: string | undefined, fail: Fail): KeyObject {
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch {
    throw fail(
      /ENCRYPTED/.test(pem)
        ? "the password of its private key is wrong or missing (clientCertificatePassword)"
        : "its private key is damaged",
    );
  }
}

function certificate(pem: string, fail: Fail): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw fail("one of its certificates is damaged");
  }
}
