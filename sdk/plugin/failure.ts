import * as grpc from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { errorText } from "../common/text";
import type { Props } from "../lifecycle/values";

/** What the runtime throws if the thing exists and is not as declared. */
interface Partial {
  id: string;
  properties: Props;
  reasons: string[];
}

const isPartial = (error: unknown): error is Error & Partial =>
  error instanceof Error && typeof (error as { id?: unknown }).id === "string";

/** The engine keeps it: the id, the outputs so far, and the reasons, which it shows. */
class Unready extends Error {
  constructor(
    message: string,
    readonly detail: ErrorResourceInitFailed,
  ) {
    super(message);
  }
}

/** The step's answer. What a partial failure keeps of the thing goes through `answer`, as what a success keeps does. */
export async function keeping<T>(step: Promise<T>, answer: (outs: Props) => Struct): Promise<T> {
  try {
    return await step;
  } catch (error) {
    if (!isPartial(error)) throw error;
    const detail = new ErrorResourceInitFailed();
    detail.setId(error.id);
    detail.setProperties(answer(error.properties));
    detail.setReasonsList(error.reasons);
    throw new Unready(error.message, detail);
  }
}

/** An error as gRPC takes it. */
export function toStatus(error: unknown): grpc.ServerErrorResponse {
  const message = errorText(error);
  const answer = { name: "Error", message, details: message, code: grpc.status.UNKNOWN };
  if (!(error instanceof Unready)) return answer;
  const packed = new Any();
  packed.pack(error.detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  // Where Go's library looks for it.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...answer, metadata };
}
