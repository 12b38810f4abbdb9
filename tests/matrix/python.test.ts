import { expect } from "chai";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../sdk/package.json";
import { putEngineOnPath } from "../engine/harness/cli";
import { withProjectStack } from "../engine/harness/projectStack";
import { languageHostFolder } from "../tools/languages.mjs";
import { root } from "../tools/layout.mjs";
import { commandsOf, installPlugin } from "./installedPlugin";
import { withEmulator } from "./lives";

const guide = readFileSync(join(root, "docs", "languages.md"), "utf8");
/** The text of the guide's blocks of one language. */
const printed = (language: string): string =>
  new RegExp(`## Python[\\s\\S]*?\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)![1]!;

describe("a program in Python, by the plugin and Pulumi's own Python host", function () {
  this.timeout(10 * 60_000);
  let host: string;
  let home: string;
  let directory: string;
  before(async function () {
    putEngineOnPath();
    const found = languageHostFolder("python");
    if (found === undefined) return this.skip();
    host = found;
    home = mkdtempSync(join(tmpdir(), "python-"));
    directory = join(home, "project");
    mkdirSync(directory);
    writeFileSync(join(directory, "Pulumi.yaml"), printed("yaml"));
    writeFileSync(join(directory, "requirements.txt"), printed("text"));
    writeFileSync(join(directory, "__main__.py"), printed("python"));
    const machine = { directory: home, hosts: [host] };
    await installPlugin(machine);
    await commandsOf(machine)(directory, "pulumi", "package", "add", `fabric-dataflow@${version}`);
  });
  after(() => home && rmSync(home, { recursive: true, force: true }));

  it("is created, edited, repaired and destroyed (the guide's program)", () =>
    withEmulator(async (emulator) => {
      const dataflow = join(directory, "Calendar.Dataflow");
      cpSync(join(root, "examples", "yaml", "Calendar.Dataflow"), dataflow, { recursive: true });
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      await withProjectStack({ directory, path: [host], env, config }, async (stack) => {
        expect((await stack.up()).changes).to.deep.equal({ create: 3 });
        const { id, inputs } = stack.resource("calendar");
        expect(inputs, "only what the program gives").not.to.have.any.keys("contract", "tests", "isolated");
        emulator.clearRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(emulator.counts()).to.deep.equal({});
        const text = readFileSync(join(dataflow, "mashup.pq"), "utf8").replace("365", "366");
        writeFileSync(join(dataflow, "mashup.pq"), text);
        expect((await stack.preview()).changes).to.deep.equal({ same: 1, update: 1, replace: 1 });
        await stack.up();
        emulator.portalEdit(id!, { parts: { "mashup.pq": text.replace("366", "1") } });
        await stack.refresh();
        await stack.up();
        expect(emulator.item(id!).published?.["mashup.pq"]).to.equal(text);
        await stack.destroy();
        expect(emulator.items().some((item) => item.id === id)).to.equal(false);
      });
    }));

  it("gives arguments of several forms by Python's names: objects beside texts, lists of objects, one of several objects", () =>
    withEmulator(async (emulator) => {
      emulator.addTable({ query: "Calendar", columns: { Date: ["2026-01-01"] }, types: { Date: "date" } });
      writeFileSync(join(directory, "__main__.py"), severalForms);
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      const config = { "calendar:workspaceId": emulator.workspaceId };
      await withProjectStack({ directory, path: [host], env, config }, async (stack) => {
        expect((await stack.up()).changes).to.deep.equal({ create: 3 });
        expect(stack.resource("calendar").inputs).to.deep.include({
          replacements: { "2026": { value: "2027", times: 1 } },
          tests: {
            Calendar: [{ minRows: 1 }, { name: "unique", notNull: ["Date"], between: { Date: { min: "2020-01-01" } } }],
          },
        });
        expect(stack.resource("monthly").inputs?.schedule).to.deep.include({
          occurrence: { occurrenceType: "DayOfMonth", dayOfMonth: 1 },
        });
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        await stack.destroy();
      });
    }));
});

const severalForms = `
import pulumi
import pulumi_fabric_dataflow as fabric

workspace_id = pulumi.Config().require("workspaceId")
calendar = fabric.Dataflow(
    "calendar",
    workspace_id=workspace_id,
    definition=pulumi.FileArchive("./Calendar.Dataflow"),
    replacements={"2026": {"value": "2027", "times": 1}},
    tests={"Calendar": [{"min_rows": 1}, {"name": "unique", "not_null": ["Date"], "between": {"Date": {"min": "2020-01-01"}}}]},
)
fabric.DataflowSchedule(
    "monthly",
    workspace_id=workspace_id,
    dataflow_id=calendar.id,
    schedule={
        "type": "Monthly",
        "times": ["02:30"],
        "recurrence": 1,
        "occurrence": {"occurrence_type": "DayOfMonth", "day_of_month": 1},
        "start_date_time": "2030-01-01T00:00:00Z",
        "end_date_time": "2035-01-01T00:00:00Z",
        "local_time_zone_id": "UTC",
    },
)
`;
