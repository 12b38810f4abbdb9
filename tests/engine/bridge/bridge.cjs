/*
 * Replaces the provider that Pulumi bridges from Microsoft's Terraform provider. It is a real plugin named `fabric`, which the engine starts.
 * It checks its configuration like the bridge. It makes workspaces, lakehouses, folders, connections and roles at the endpoint that it
 * gets in Terraform's form (without `/v1`), and previews them with unknown ids. It does not sign in:
 * it uses the token of EMULATOR_TOKEN.
 */
const { createRequire } = require("node:module");
const { configuration, resources } = require("./resources.cjs");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js");
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const messages = require("@pulumi/pulumi/proto/provider_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");

/** The engine's text for an unknown value. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The keys that the engine adds to a provider's inputs. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL", "__internal"];
let endpoint = "https://api.fabric.microsoft.com";
let withPreviews = false;

exports.serve = () => {
  const server = new grpc.Server();
  server.addService(ResourceProviderService, {
    checkConfig: respond(checkConfig),
    diffConfig: respond(() => new messages.DiffResponse()),
    configure: respond(configure),
    check: respond(check),
    diff: respond(diff),
    create: respond(create),
    read: respond(read),
    update: respond(update),
    delete: respond(remove),
    cancel: respond(() => new Empty()),
    getPluginInfo: respond(() => new PluginInfo()),
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
};

const respond = (make) => (call, callback) =>
  Promise.resolve(call.request)
    .then(make)
    .then(
      (response) => callback(null, response),
      (error) => callback({ code: grpc.status.UNKNOWN, details: error.message }),
    );

const plain = (struct) => struct?.toJavaScript() ?? {};
/** Without undefined values, which a struct cannot have. */
const struct = (values) => Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));

function checked(inputs, known, message) {
  const response = new messages.CheckResponse();
  response.setInputs(struct(inputs));
  const strangers = Object.keys(inputs).filter((key) => !known.includes(key));
  response.setFailuresList(
    strangers.map((key) => {
      const failure = new messages.CheckFailure();
      failure.setProperty(key);
      failure.setReason(message(key));
      return failure;
    }),
  );
  return response;
}

const checkConfig = (request) =>
  checked(
    plain(request.getNews()),
    [...configuration, ...OF_THE_ENGINE],
    (key) =>
      `\`fabric:${key}\` is not a valid configuration key for the fabric provider. If the referenced key is not intended for the provider, ` +
      "please choose a different namespace from `fabric:`.",
  );

function configure(request) {
  const { endpoint: given, preview } = plain(request.getArgs());
  withPreviews = `${preview}` === "true";
  // As in Terraform, the configuration applies before the environment.
  endpoint = given || process.env.FABRIC_ENDPOINT || endpoint;
  const response = new messages.ConfigureResponse();
  response.setSupportspreview(true);
  return response;
}

/** `urn:pulumi:stack::project::parent$fabric:index/workspace:Workspace::name` */
const kindOf = (request) => resources[request.getUrn().split("::")[2].split("$").at(-1)];

const check = (request) => {
  const { keys, isPreview } = kindOf(request);
  if (isPreview && !withPreviews)
    throw new Error(
      `'${request.getUrn().split("::")[2].split(":").at(-1)}' is not available without explicitly opt-in to the preview mode on the provider level configuration.`,
    );
  return checked(plain(request.getNews()), keys, (key) => `${key} is no argument of ${request.getUrn()}`);
};

function diff(request) {
  const [olds, news] = [plain(request.getOldInputs()), plain(request.getNews())];
  const { changes, keys } = kindOf(request);
  const differing = keys.filter((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
  const response = new messages.DiffResponse();
  response.setChanges(
    differing.length > 0 ? messages.DiffResponse.DiffChanges.DIFF_SOME : messages.DiffResponse.DiffChanges.DIFF_NONE,
  );
  response.setDiffsList(differing);
  response.setReplacesList(differing.filter((key) => !changes.includes(key)));
  response.setDeletebeforereplace(true);
  return response;
}

async function ask(method, path, body) {
  const headers = { authorization: `Bearer ${process.env.EMULATOR_TOKEN}`, "content-type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${endpoint.replace(/\/$/, "")}/v1${path}`, init);
  const text = await response.text();
  const shown = text === "" ? {} : JSON.parse(text);
  if (!response.ok) throw Object.assign(new Error(`${method} ${path}: ${text}`), { status: response.status });
  return shown;
}

async function create(request) {
  const args = plain(request.getProperties());
  const { path, body, shown } = kindOf(request);
  const response = new messages.CreateResponse();
  if (request.getPreview()) {
    const later = Object.fromEntries(Object.keys(shown({ properties: 0 }, args)).map((key) => [key, UNKNOWN]));
    response.setProperties(struct({ ...args, ...later, id: UNKNOWN }));
    return response;
  }
  const made = await ask("POST", path(args), body(args));
  // The response to a create shows less than a later read.
  const seen = await ask("GET", `${path(args)}/${made.id}`);
  response.setId(made.id);
  response.setProperties(struct({ ...args, ...shown(seen, seen), id: made.id }));
  return response;
}

async function read(request) {
  const [args, inputs] = [plain(request.getProperties()), plain(request.getInputs())];
  const { path, shown } = kindOf(request);
  const response = new messages.ReadResponse();
  try {
    const seen = await ask("GET", `${path(args)}/${request.getId()}`);
    response.setId(request.getId());
    response.setProperties(struct({ ...args, ...shown(seen, seen) }));
    response.setInputs(struct(inputs));
  } catch (error) {
    if (error.status !== 404) throw error;
  }
  return response;
}

async function update(request) {
  const [olds, news] = [plain(request.getOlds()), plain(request.getNews())];
  const { path, changes } = kindOf(request);
  const response = new messages.UpdateResponse();
  const body = Object.fromEntries(changes.map((key) => [key, news[key]]));
  if (!request.getPreview()) await ask("PATCH", `${path(news)}/${request.getId()}`, body);
  response.setProperties(struct({ ...olds, ...news }));
  return response;
}

async function remove(request) {
  const { path } = kindOf(request);
  await ask("DELETE", `${path(plain(request.getProperties()))}/${request.getId()}`).catch((error) => {
    if (error.status !== 404) throw error;
  });
  return new Empty();
}
