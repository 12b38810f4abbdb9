import { createHash, X509Certificate } from "node:crypto";
import { generate } from "selfsigned";

export interface TestCertificate {
  /** PEM. */
  certificate: string;
  /** PEM, PKCS#8, not encrypted. */
  privateKey: string;
  thumbprintSha256: string;
}

/** A self-signed RSA certificate, made now, for `commonName` and for 127.0.0.1 and localhost. */
export async function makeCertificate(
  commonName: string,
  { notBefore = daysFromNow(-2), notAfter = daysFromNow(2) }: { notBefore?: Date; notAfter?: Date } = {},
): Promise<TestCertificate> {
  const made = await generate([{ name: "commonName", value: commonName }], {
    keySize: 2048,
    algorithm: "sha256",
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const der = new X509Certificate(made.cert).raw;
  return {
    certificate: made.cert,
    privateKey: made.private,
    thumbprintSha256: createHash("sha256").update(der).digest("hex"),
  };
}

export function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * 86_400_000);
}
