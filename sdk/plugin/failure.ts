import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { errorText } from "../common/text";
import type { Props } from "../lifecycle/values";

/** The fields of the runtime's error if the thing exists but is not as declared. */
interface Partial {
  id: string;
  properties: Props;
  reasons: string[];
}

const isPartial = (error: unknown): error is Error & Partial =>
  error instanceof Error && typeof (error as { id?: unknown }).id === "string";

/** A partial failure in the engine's form. It has the id, the outputs so far, and the reasons. */
class Unready extends Error {
  constructor(
    message: string,
    readonly detail: ErrorResourceInitFailed,
  ) {
    super(message);
  }
}

/** Awaits a step. If it fails partly, the error for the engine keeps the outputs so far. `toProperties` converts them. */
export async function keeping<T>(step: Promise<T>, toProperties: (outs: Props) => Struct): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!isPartial(error)) throw error;
    const detail = new ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(toProperties(error.properties));
    detail.setReasonsList(error.reasons);
    throw new Unready(error.message, detail);
  }
}

/** Returns an error in the form of gRPC. */
export function toStatus(error: unknown): grpc.ServerErrorResponse {
  const message = errorText(error);
  const plain = { name: "Error", message, details: message, code: grpc.status.UNKNOWN };
  if (!(error instanceof Unready)) return plain;
  const packed = new Any();
  packed.pack(error.detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  // Go's library reads the details from this key.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...plain, metadata };
}
