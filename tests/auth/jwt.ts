import { constants, createPrivateKey, sign, verify, type KeyObject } from "node:crypto";

export interface DecodedJwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  signed: string;
  signature: Buffer;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT signed with RS256. */
export function makeJwt(claims: Record<string, unknown>, privateKey: string | KeyObject): string {
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  const key = typeof privateKey === "string" ? createPrivateKey(privateKey) : privateKey;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

export function decodeJwt(token: string): DecodedJwt {
  const [header, claims, signature, ...rest] = token.split(".");
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    throw new Error("not a JWT");
  }
  const decode = (part: string) =>
    JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
  return {
    header: decode(header),
    claims: decode(claims),
    signed: `${header}.${claims}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/** True if the key signed the token, by RS256 or PS256 as its header says. */
export function isSignedBy({ header, signed, signature }: DecodedJwt, publicKey: KeyObject): boolean {
  const key =
    header["alg"] === "PS256"
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : publicKey;
  return (
    (header["alg"] === "PS256" || header["alg"] === "RS256") && verify("sha256", Buffer.from(signed), key, signature)
  );
}
