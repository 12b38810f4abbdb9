import { expect } from "chai";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { makeCertificate } from "../auth/certificates";
import { defaultLimits } from "../../sdk/auth/signInNetwork";
import { createProgram } from "../../sdk/cli/program";
import { defaultTiming } from "../../sdk/fabric/clock";
import { defaultTimeouts } from "../../sdk/fabric/requests";
import { folder, mashup, table } from "../dataflows";
import type { FaultKind } from "../emulator/faults";
import { impatience } from "./impatience.cjs";
import { cliProcess, runCli, type CliResult } from "./runCli";
import { withService, type CliService } from "./service";

const FAULTS: Record<string, FaultKind> = {
  "breaks off": { kind: "cut" },
  "falls silent half-way": { kind: "stall" },
  "sends 200 KB of garbage": { kind: "change", body: Buffer.alloc(200_000, "\u0001garbage\u0000") },
  "never ends": { kind: "endless" },
};

let files = "";
const file = (name: string): string => join(files, name);

/** The arguments of each command, without `login` and the commands that send no request. */
const CALLS: Record<string, (id: string) => string[]> = {
  list: () => [],
  show: (id) => [id],
  diff: (id) => [id, file("Sales.Dataflow")],
  lineage: (id) => [id],
  query: (id) => [id, "Orders"],
  test: (id) => [id, "--mashup", file("m.pq"), "--expect", file("tests.json")],
  run: (id) => [id],
  cancel: (id) => [id],
  history: (id) => [id],
  export: (id) => ["--dataflow", id, "--out", file("out")],
  whoami: (id) => ["--dataflow", id],
};
const ASK_NOBODY = ["validate", "review", "logout"];

async function prepared(service: CliService): Promise<(command: string, json: boolean) => string[]> {
  const id = await service.addQueries("Sales", { Orders: table("a") });
  service.emulator.addTable({ query: "Orders", columns: { Id: Array.from({ length: 500 }, (_, i) => i) } });
  await service.run(["run", id]);
  const { workspaceId } = service.emulator;
  return (command, json) => [
    ...[command, ...CALLS[command]!(id), "--workspace", workspaceId],
    ...(json ? ["--json"] : []),
  ];
}

const environment = (service: CliService): NodeJS.ProcessEnv => ({ ...service.env, FABRIC_MAX_RETRIES: "0" });

/** Expects the error on stderr, and no result on stdout. */
function expectFailure({ code, out, err }: CliResult, json: boolean, what: string): void {
  expect(code, `${what}: ${out} ${err}`).to.equal(1);
  expect(err, what).not.to.equal("");
  expect(err, what).not.to.match(/TypeError|^\s+at /m);
  expect(out, what).to.equal("");
  const last = err.split("\n").at(-1) ?? "";
  if (json) expect((JSON.parse(last) as { error: { message: string } }).error.message, what).to.be.a("string");
  else expect(err, what).to.match(/^error: /m);
}

describe("every command, with a faulty service", function () {
  this.timeout(300_000);
  const patience = { timing: { ...defaultTiming }, timeouts: { ...defaultTimeouts }, limits: { ...defaultLimits } };
  before(async () => {
    files = mkdtempSync(join(tmpdir(), "bad-service-"));
    writeFileSync(file("m.pq"), mashup({ Orders: table("a") }));
    writeFileSync(file("tests.json"), JSON.stringify({ Orders: { minRows: 1, noErrors: true } }));
    mkdirSync(file("Sales.Dataflow"));
    for (const [path, text] of Object.entries(folder("Sales", { Orders: table("a") })))
      writeFileSync(join(file("Sales.Dataflow"), basename(path)), text);
  });
  afterEach(() => {
    Object.assign(defaultTiming, patience.timing);
    Object.assign(defaultTimeouts, patience.timeouts);
    Object.assign(defaultLimits, patience.limits);
  });
  after(() => rmSync(files, { recursive: true }));

  it("has its arguments in this table", () => {
    const known = [...Object.keys(CALLS), ...ASK_NOBODY, "login"].sort();
    const program = createProgram({ out: () => {}, err: () => {}, colours: false, env: {} });
    expect(program.commands.map((command) => command.name()).sort()).to.deep.equal(known);
  });

  /** Each fault, at one of the requests and at all later ones. */
  async function inTurn({ emulator }: CliService, indexes: number[], use: (what: string) => Promise<void>) {
    impatience(defaultTiming, defaultTimeouts, defaultLimits);
    for (const [what, fault] of Object.entries(FAULTS))
      for (const index of indexes) {
        rmSync(file("out"), { recursive: true, force: true });
        emulator.faults.clear();
        emulator.faults.add({ operation: "*", skip: index, times: 0, fault });
        await use(`request ${index} ${what}`);
      }
  }

  for (const [row, command] of Object.keys(CALLS).entries()) {
    it(`${command} succeeds without a fault, and exits with 1 if any of its requests fails`, () =>
      withService(async (service) => {
        const args = await prepared(service);
        service.emulator.clearRequests();
        const good = await runCli(args(command, false), environment(service));
        expect(good.code, good.out + good.err).to.equal(0);
        const { length } = service.emulator.requests;
        expect(length).to.be.above(0);
        await inTurn(service, [...Array(length).keys()], async (what) =>
          expectFailure(await runCli(args(command, false), environment(service)), false, what),
        );
        expect(readdirSync(files)).to.have.members(["m.pq", "tests.json", "Sales.Dataflow"]);
      }));

    // A process starts slowly. Therefore each fault has one of the forms, and each form has half of the faults. SOAK=1 runs all.
    it(`${command} as a process exits with 1 and says why, with and without --json`, () =>
      withService(async (service) => {
        const args = await prepared(service);
        service.emulator.clearRequests();
        const good = await cliProcess(args(command, true), environment(service));
        expect(good.code, good.out + good.err).to.equal(0);
        let column = row;
        await inTurn(service, [service.emulator.requests.length - 1], async (what) => {
          for (const json of process.env.SOAK === "1" ? [false, true] : [column++ % 2 === 0])
            expectFailure(await cliProcess(args(command, json), environment(service), { impatient: true }), json, what);
        });
      }));
  }

  const entras: Record<string, (response: ServerResponse) => void> = {
    "breaks off": (response) => response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy()),
    "falls silent half-way": (response) => response.writeHead(200, { "content-length": 100 }).write("{"),
    "sends 200 KB of garbage": (response) => response.end(Buffer.alloc(200_000, "garbage")),
    "never ends": (response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, " ")));
      };
      response.on("drain", more);
      more();
    },
  };
  for (const [what, respond] of Object.entries(entras))
    it(`login exits with 1 and says why if Entra ${what}`, async () => {
      const { certificate, privateKey } = await makeCertificate("localhost");
      writeFileSync(file("ca.pem"), certificate);
      const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
        request.resume().on("end", () => respond(response));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      try {
        const { port } = server.address() as AddressInfo;
        const env = {
          FABRIC_AUTHORITY_HOST: `https://127.0.0.1:${port}`,
          NODE_EXTRA_CA_CERTS: file("ca.pem"),
          XDG_CONFIG_HOME: files,
        };
        expectFailure(await cliProcess(["login"], env, { impatient: true }), false, what);
      } finally {
        server.closeAllConnections();
        server.close();
        rmSync(file("ca.pem"));
      }
    });
});
