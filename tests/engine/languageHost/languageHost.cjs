/*
 * Replaces Pulumi's own Node language host, which an installed Pulumi has and no package registry has. With it the tests can run
 * `pulumi up` on a project's Pulumi.yaml. It runs the project's program like Pulumi's host: by the project's @pulumi/pulumi/cmd/run, with
 * ts-node unless the project has `typescript: false`, and with its `nodeargs`. It has no installation, code generation or debugger.
 */
const { execFile, spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { promisify } = require("node:util");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb");
const messages = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");

/** The SDK's exit code if it has already printed the error. */
const toldAlready = 32;
const parent = process.ppid;
let program;

/** Serves the engine whose address is the last argument, until the engine ends this process or is gone. */
exports.serve = (runtime) => {
  const server = new grpc.Server();
  const engine = process.argv.at(-1);
  server.addService(LanguageRuntimeService, {
    handshake: respond(() => new messages.LanguageHandshakeResponse()),
    getPluginInfo: respond(() => new PluginInfo()),
    // Resources of this package need no plugin, and the tests' programs have no others.
    getRequiredPackages: respond(() => new messages.GetRequiredPackagesResponse()),
    getProgramDependencies: respond(() => new messages.GetProgramDependenciesResponse()),
    run: respond((request) => run(runtime, engine, request)),
    cancel: respond(() => {
      program?.kill("SIGINT");
      return new Empty();
    }),
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
  setInterval(() => {
    if (process.ppid === parent) return;
    program?.kill("SIGKILL");
    process.exit(1);
  }, 1_000).unref();
};

const respond = (make) => (call, callback) =>
  Promise.resolve(call.request)
    .then(make)
    .then(
      (response) => callback(null, response),
      (error) => callback({ code: grpc.status.UNKNOWN, details: error.message }),
    );

async function run(runtime, engine, request) {
  const response = new messages.RunResponse();
  const info = request.getInfo();
  const directory = info.getProgramDirectory();
  const options = info.getOptions()?.toJavaScript() ?? {};
  const entry = await locate(runtime, directory);
  if (!entry) {
    response.setError(`@pulumi/pulumi is not installed where ${directory} finds it`);
    return response;
  }
  const own = runtime === "bun" ? ["run"] : [];
  const given = String(options.nodeargs ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const args = [
    ...own,
    ...given,
    entry,
    ...argumentsOf(request, engine),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
  const code = await execute(runtime, args, environmentOf(request, runtime, options));
  response.setBail(code === toldAlready);
  if (code !== 0 && code !== toldAlready) response.setError(`the program ended with exit code ${code}`);
  return response;
}

/** The SDK's own entry, as the project's directory resolves it. */
async function locate(runtime, directory) {
  const script = `console.log(require.resolve("@pulumi/pulumi/cmd/run"))`;
  try {
    const { stdout } = await promisify(execFile)(runtime, ["-e", script], { cwd: directory, timeout: 30_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

function argumentsOf(request, engine) {
  const info = request.getInfo();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: request.getParallel(),
  };
  const set = Object.entries(flags).filter(([, value]) => value !== "");
  return [...set.flatMap(([name, value]) => [`--${name}`, `${value}`]), ...(request.getDryrun() ? ["--dry-run"] : [])];
}

function environmentOf(request, runtime, options) {
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  if (runtime === "node" && `${options.typescript ?? true}` === "true") env.PULUMI_NODEJS_TYPESCRIPT = "true";
  if (options.tsconfig) env.PULUMI_NODEJS_TSCONFIG_PATH = options.tsconfig;
  return env;
}

function execute(command, args, env) {
  return new Promise((resolve, reject) => {
    program = spawn(command, args, { env, stdio: ["ignore", "inherit", "inherit"] });
    program.on("error", reject);
    program.on("close", (code, signal) => resolve(code ?? signal));
  });
}
