import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, DataflowSchedule } from "./classes";
import { writtenForms } from "../../sdk/common/writtenForms";
import { metadata } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const ids = { clusterId: "11111111-1111-4111-8111-111111111111", id: "44444444-4444-4444-8444-444444444444" };
/** Replacements of the file's connection id and lakehouse id. Messages of the service keep these ids, because ids are not masked. */
const ours = {
  clusterId: "22222222-1111-4111-8111-111111111112",
  id: "55555555-4444-4444-8444-444444444445",
  lakehouseId: "66666666-4444-4444-8444-444444444446",
  lakeConnectionId: "88888888-4444-4444-8444-444444444446",
};
const endpoint = "dev.datawarehouse.fabric.microsoft.com";
const lakehouseId = "77777777-4444-4444-8444-444444444447";
const connectionId = JSON.stringify({ ClusterId: ids.clusterId, DatasourceId: ids.id });
const files = {
  "Sales.Dataflow/mashup.pq": `section Section1;
shared Server = "dev-sql" meta [IsParameterQuery = true, Type = "Text"];
shared Key = "none" meta [IsParameterQuery = true, Type = "Text"];
shared Source = Sql.Database(Server, "sales");
shared Warehouse = Sql.Database("${endpoint}", "dev-db");
shared Lake = Lakehouse.Contents(null){[workspaceId = "${ids.id}"]}[Data]{[lakehouseId = "${lakehouseId}"]}[Data];
shared Orders = #table({"Note"}, {{"replace-me"}});
`,
  "Sales.Dataflow/queryMetadata.json": metadata(
    {},
    {
      parametric: true,
      queriesMetadata: Object.fromEntries(
        ["Server", "Key", "Source", "Warehouse", "Lake", "Orders"].map((queryName, i) => [
          queryName,
          { queryId: `00000000-0000-4000-8000-00000000000${i}`, queryName, loadEnabled: queryName === "Orders" },
        ]),
      ),
      connections: [
        { kind: "Sql", path: "dev-sql;sales", connectionId },
        { kind: "Sql", path: `${endpoint};dev-db`, connectionId },
        { kind: "Lakehouse", path: "Lakehouse", connectionId },
      ],
    },
  ),
};

/** Fails, and quotes the request in every form and in every field. The last quote is incomplete. */
function echo(values: readonly string[], status = 400) {
  const all = values.flatMap((value) => writtenForms(value)).join(" | ");
  const quoted = values.map((value) => `"${value}"`).join(" ");
  const cut = `Cannot use ${values[0]!.slice(0, -2)}`;
  return {
    kind: "status",
    status,
    fields: {
      errorCode: `Bad ${values[0]}`,
      message: `The service says ${quoted}`,
      requestId: values[0],
      moreDetails: [all, quoted, cut].map((message) => ({
        errorCode: values[1],
        message,
        relatedResource: { resourceType: values[0], resourceId: values[1] },
      })),
    },
  } as const;
}

const texts = (all: { stdout: string; stderr: string }[]) =>
  all.map(({ stdout, stderr }) => stdout + stderr).join("\n");

describe("secrets in the messages of a service that quotes everything, on the real engine", function () {
  this.timeout(2 * engineTestMs);

  it("do not occur in any output, error, state, backup, history or file", async () => {
    const values = {
      name: "secret-name-of-sales",
      description: "a-secret-description",
      server: "secret-server.example",
      key: 'pass"word\\ä & #(x)',
      replacement: "secret-replacement",
      endpoint: "secret-endpoint.datawarehouse.fabric.microsoft.com",
      database: "secret-database",
    };
    const [trigger, run] = ["secret-trigger", "secret-run-parameter"];
    const known = new Set([trigger, run]);
    let token = "";
    /** The values that the service can quote. It does not keep overwritten values. */
    const current = () => {
      const all = [...Object.values(values), token];
      for (const value of all) known.add(value);
      return all;
    };
    const secret = <T>(value: T) => pulumi.secret(value);
    let [runs, times] = [false, false];
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", {
        workspaceId: secret(workspaceId),
        displayName: secret(values.name),
        description: secret(values.description),
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        parameters: secret({ Server: values.server, Key: values.key }),
        connections: {
          "dev-sql;sales": {
            clusterId: secret(ours.clusterId),
            datasourceId: secret(ours.id),
            path: secret(`${values.server};sales`),
          },
          Lakehouse: secret(ours.lakeConnectionId),
        },
        bind: {
          sqlEndpoints: { [endpoint]: { server: secret(values.endpoint), database: secret(values.database) } },
          lakehouses: { [lakehouseId]: secret({ lakehouseId: ours.lakehouseId }) },
        },
        replacements: { "replace-me": secret(values.replacement) },
        tests: { Orders: { minRows: secret(0) } },
        publishOnUpdate: secret(true),
        validate: secret<"warn">("warn"),
        timeouts: secret({ create: "5m", update: "5m", publish: "5m" }),
      });
      const parameters = { Key: secret(run) };
      const schedule = {
        ...{ type: "Cron" as const, interval: secret(60), localTimeZoneId: secret("UTC") },
        ...{ startDateTime: secret("2099-01-01T00:00:00Z"), endDateTime: secret("2099-02-01T00:00:00Z") },
      };
      if (runs)
        new DataflowRefresh("load", {
          ...{ workspaceId, dataflowId: sales.id, parameters },
          triggers: [secret(trigger)],
        });
      if (times) new DataflowSchedule("nightly", { workspaceId, dataflowId: sales.id, schedule, parameters });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      token = emulator.token;
      const seen: { stdout: string; stderr: string }[] = [];
      const fails = async (operation: string, ...more: string[]) => {
        emulator.faults.add({ operation, fault: echo([...current(), ...more]) });
        const failed = await stack.tryUp({ diff: true });
        expect(failed.succeeded, operation).to.equal(false);
        expect(texts([failed]), operation).to.contain("[secret: ");
        seen.push(failed);
        emulator.faults.clear();
      };
      const failsAs = async (operation: string, ...more: string[]) => {
        const message = [...current(), ...more].join(" ");
        emulator.faults.add({ operation, fault: { kind: "job", job: { outcome: "fail", errorCode: "Bad", message } } });
        const failed = await stack.tryUp();
        expect(texts([failed]), operation).to.match(/ended Failed.*\[secret: /s);
        seen.push(failed);
      };
      seen.push(await stack.preview({ diff: true }));
      await fails("createItem");
      await fails("executeQuery");
      await failsAs("runApplyChanges");
      seen.push(await stack.up());
      const before = values.key;
      values.key = 'an "other" pass-word';
      await fails("updateDefinition", before);
      seen.push(await stack.up({ diff: true }));
      runs = true;
      await fails("runExecute", run, trigger);
      const unbound = await stack.tryUp();
      expect(texts([unbound]), "a run quotes secrets of the dataflow").to.match(
        /no connection '\[secret: connections\..*\.path/,
      );
      seen.push(unbound);
      emulator.addConnection({ ...ours, type: "Sql", path: `${values.server};sales` });
      emulator.addConnection({ ...ids, id: ours.lakeConnectionId, type: "Lakehouse", path: "Lakehouse" });
      emulator.addConnection({ ...ids, type: "Sql", path: `${values.endpoint};${values.database}` });
      await failsAs("runExecute", run, trigger);
      seen.push(await stack.up());
      times = true;
      await fails("createSchedule", run);
      seen.push(await stack.up(), await stack.refresh(), await stack.preview({ diff: true }));
      emulator.faults.add({ operation: "deleteItem", fault: echo(current()) });
      seen.push(
        await stack.tryUp({ refresh: true }),
        await stack.destroy().catch((error: Error) => ({ stdout: error.message, stderr: "" })),
      );
      emulator.faults.clear();
      const shown = texts(seen);
      expect(shown)
        .to.contain("[secret: parameters.Key]")
        .and.to.match(/\[secret: connections\.dev-sql;sales\.path/);
      // The service itself names the missing connection.
      for (const id of [ours.clusterId, ours.lakehouseId, ours.lakeConnectionId]) {
        expect(shown, `${id} in what is shown`).not.to.contain(id);
        expect(stack.filesWith(id), `${id} on the disk`).to.deep.equal([]);
      }
      for (const value of known)
        for (const form of writtenForms(value)) {
          expect(shown, `${form} in what is shown`).not.to.contain(form);
          expect(stack.filesWith(form), `${form} on the disk`).to.deep.equal([]);
        }
    });
  });

  it("do not make messages unreadable if they are 1, prod and a query's name", async () => {
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        parameters: { Server: pulumi.secret("prod"), Key: pulumi.secret("1") },
        replacements: { "replace-me": pulumi.secret("Orders") },
      });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const message = 'The query "Orders" in row 1 cannot reach the server "prod" in production: 1 of 21 orders failed';
      const body = { errorCode: "BadOrders1", message };
      emulator.faults.add({ operation: "createItem", fault: { kind: "status", status: 400, fields: body } });
      const failed = await stack.tryUp();
      expect(failed.stdout).to.contain(
        'BadOrders1 (HTTP 400): The query "Orders" in row 1 cannot reach the server "[secret: parameters.Server]" in production: 1 of 21 orders failed',
      );
      emulator.faults.clear();
      await stack.up();
      expect(Object.keys(stack.resource("sales").outputs?.queries ?? {}).sort()).to.deep.equal([
        ...["Key", "Lake", "Orders", "Server", "Source", "Warehouse"],
      ]);
    });
  });
});
