import { spellFor } from "../common/spelling";
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engine from "@pulumi/pulumi/proto/engine_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { useEngineModules, type EngineModules } from "../lifecycle/engine";
import { stopWork } from "../lifecycle/work";
import { dataflow } from "../runtime";
import { checkConfig, configured, diffConfig, type Configured } from "./configuration";
import { toStatus } from "./failure";
import { invoke } from "./functions";
import type { Schema } from "./propertyNames";
import * as resources from "./resources";

/*
 * Serves Pulumi's provider protocol over the lifecycles, for programs in any language. It does not implement `Handshake`: after a handshake,
 * an engine sends Create and Update in previews, whatever Configure says.
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
 */

/** The engine's own limit of a message, in bytes. */
const MAX_BYTES = 400 * 1024 * 1024;

export interface Served {
  /** Returns the version of the package. */
  version: () => string;
  /** Returns the package's schema, as JSON. */
  schema: () => string;
}

/** Serves the engine whose address is the last argument of this process. Returns the port of the server. */
export async function serve({ version, schema }: Served): Promise<number> {
  spellFor("plugin");
  useEngineModules(() => ({
    EngineClient: EngineClient as unknown as EngineModules["EngineClient"],
    proto: engine as unknown as EngineModules["proto"],
    insecure: () => grpc.credentials.createInsecure(),
  }));
  let current: Configured | undefined;
  const setting = (name: string) => current?.setting(name);
  let parsed: Schema | undefined;
  const parsedSchema = () => (parsed ??= JSON.parse(schema()) as Schema);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_BYTES,
    "grpc.max_send_message_length": MAX_BYTES,
  });
  server.addService(ResourceProviderService as unknown as grpc.ServiceDefinition, {
    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(version());
      return info;
    }),
    getSchema: unary(() => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(schema());
      return response;
    }),
    checkConfig: unary(checkConfig),
    diffConfig: unary(diffConfig),
    configure: unary(async (request: messages.ConfigureRequest) => {
      current = configured(request);
      // One process serves one provider: every lifecycle has the same settings.
      await dataflow.configure({ config: current.host });
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      // In previews, the engine shows the checked inputs. They hold everything that is known then.
      response.setSupportspreview(false);
      return response;
    }),
    check: unary((request: messages.CheckRequest) => resources.check(request, setting, parsedSchema)),
    diff: unary(resources.diff),
    create: unary(resources.create),
    read: unary(resources.read),
    update: unary(resources.update),
    delete: unary(async (request: messages.DeleteRequest) => {
      await resources.remove(request);
      return new Empty();
    }),
    invoke: unary((request: messages.InvokeRequest) => invoke(request, current?.host)),
    // The engine calls this after the first Ctrl-C and at the end of each operation. Running steps end and return what they did so far, and
    // the engine keeps that.
    cancel: unary(() => {
      stopWork();
      return new Empty();
    }),
  });
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}

/** Returns a gRPC method that calls a function and converts its errors. */
function unary<Request, Response>(
  step: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return ({ request }, callback) =>
    void new Promise<Response>((resolve) => resolve(step(request))).then(
      (response) => callback(null, response),
      (error: unknown) => callback(toStatus(error)),
    );
}
