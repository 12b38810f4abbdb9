import { expect } from "chai";
import { Client, definitionOf, Json } from "./caller";
import { Emulator, startEmulator } from "./index";

const HOUR = 3_600_000;

describe("schedules in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  let id: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
    id = await client.dataflow("Sales");
    await client.ended(await client.publish(id));
  });
  afterEach(() => emulator.close());

  const at = (fromNow: number) => new Date(emulator.world.clock.now() + fromNow).toISOString().slice(0, 19);
  const cron = (start: number, more: object = {}) => ({
    enabled: true,
    configuration: {
      type: "Cron",
      startDateTime: at(start),
      endDateTime: at(start + 240 * HOUR),
      localTimeZoneId: "UTC",
      interval: 60,
    },
    ...more,
  });
  const path = (jobType = "Execute") => `${client.root}/items/${id}/jobs/${jobType}/schedules`;
  const create = (body: object, to = path()) => client.call("POST", to, body);
  const scheduled = () => emulator.item(id).runs.filter(({ invokeType }) => invokeType === "Scheduled");

  it("run at each of their times, with their execution data", async () => {
    const created = await create(cron(HOUR, { executionData: { executeOption: "SkipApplyChanges" } }));
    expect(created.status).to.equal(201);
    expect(scheduled()).to.have.length(0);
    emulator.advance(HOUR + 60_000);
    expect(scheduled().map(({ status }) => status)).to.deep.equal(["Completed"]);
    emulator.advance(3 * HOUR);
    expect(scheduled()).to.have.length(4);
    expect(scheduled()[0]?.run.executionData).to.deep.equal({ executeOption: "SkipApplyChanges" });
  });

  it("start a run at once if their start is in the past", async () => {
    await create(cron(-HOUR / 2));
    emulator.advance(60_000);
    expect(scheduled()).to.have.length(1);
  });

  it("do not run if they are disabled, changed or deleted", async () => {
    await create(cron(-HOUR, { enabled: false }));
    const { body } = await create(cron(HOUR));
    await client.call("PATCH", `${path()}/${body.id}`, cron(10 * HOUR));
    emulator.advance(5 * HOUR);
    expect(scheduled()).to.have.length(0);
    expect((await client.call("DELETE", `${path()}/${body.id}`)).status).to.equal(200);
    emulator.advance(20 * HOUR);
    expect(scheduled()).to.have.length(0);
    expect((await client.call("GET", `${path()}/${body.id}`)).body.errorCode).to.equal("ItemNotFound");
  });

  it("are read with owner and creation time, and with times in the form of the switch", async () => {
    const { body, headers } = await create(cron(HOUR));
    expect(body.owner.type).to.equal("User");
    expect(body.configuration.startDateTime).to.match(/T\d\d:\d\d:\d\d$/);
    expect(headers.get("location")).to.contain(`/jobs/Execute/schedules/${body.id}`);
    emulator.set({ switches: { scheduleTimes: "fractions" } });
    const read = (await client.call("GET", headers.get("location") ?? "")).body;
    expect(read.configuration.startDateTime).to.match(/\.\d{7}$/);
  });

  it("belong to a job type: Publish and ApplyChanges are the same type, Execute is another one", async () => {
    await create(cron(HOUR), path("Publish"));
    const lengthOf = async (jobType: string) => (await client.call("GET", path(jobType))).body.value.length as number;
    expect([await lengthOf("ApplyChanges"), await lengthOf("Execute")]).to.deep.equal([1, 0]);
  });

  it("can be created by the typed path, which service principals may use only with a switch", async () => {
    emulator.addPrincipal({ token: "sp", type: "ServicePrincipal" });
    const typed = `${client.root}/dataflows/${id}/jobs/execute/schedules`;
    expect((await create(cron(HOUR), typed)).status).to.equal(201);
    const principal = new Client(emulator, "sp");
    expect((await principal.call("POST", typed, cron(HOUR))).body.errorCode).to.equal("PrincipalTypeNotSupported");
    emulator.set({ switches: { startForms: { typed: "yes" } } });
    expect((await principal.call("POST", typed, cron(HOUR))).status).to.equal(201);
    expect((await principal.call("POST", path(), cron(HOUR))).status).to.equal(201);
  });

  it("are refused if the item already has twenty", async () => {
    for (let n = 0; n < 20; n++) expect((await create(cron(HOUR))).status).to.equal(201);
    expect((await create(cron(HOUR))).body.errorCode).to.equal("ScheduleExceedsLimit");
  });

  it("are refused for a dataflow with a required parameter", async () => {
    const mashup =
      'section S;\nshared P = "x" meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = "Text"];';
    id = await client.dataflow("Parametric", definitionOf(mashup, { parametric: true }));
    expect((await create(cron(HOUR))).status).to.equal(400);
  });

  it("cannot be patched without configuration", async () => {
    const { body } = await create(cron(HOUR));
    const reply = await client.call("PATCH", `${path()}/${body.id}`, { enabled: false });
    expect(reply.status).to.equal(400);
    emulator.takeViolations();
  });

  const wrong: [string, (good: Json) => void][] = [
    ["an end before the start", (c) => (c.endDateTime = c.startDateTime)],
    ["an unknown time zone", (c) => (c.localTimeZoneId = "Europe/Berlin")],
    ["an interval of 0", (c) => (c.interval = 0)],
    ["an unknown type", (c) => (c.type = "Hourly")],
    ["Daily without times", (c) => (c.type = "Daily")],
    ["a time of 24:00", (c) => Object.assign(c, { type: "Daily", times: ["24:00"] })],
    ["Weekly without weekdays", (c) => Object.assign(c, { type: "Weekly", times: ["10:00"] })],
    ["Monthly without occurrence", (c) => Object.assign(c, { type: "Monthly", times: ["10:00"], recurrence: 1 })],
  ];
  for (const [what, spoil] of wrong) {
    it(`are refused with ${what}`, async () => {
      const body = cron(HOUR);
      spoil(body.configuration);
      expect((await create(body)).body.errorCode).to.equal("InvalidRequest");
      emulator.takeViolations();
    });
  }
});
