import { Check } from "./check";
import { Tenant } from "./tenant";

const DAY = 86_400_000;
const day = (fromNow: number) => new Date(Date.now() + fromNow * DAY).toISOString().slice(0, 19) + "Z";

/** A time in the far future, so that the schedule never runs during the checks. */
const body = () => ({
  enabled: false,
  configuration: {
    ...{ type: "Daily", times: ["03:00"], localTimeZoneId: "UTC" },
    ...{ startDateTime: day(300), endDateTime: day(330) },
  },
});

async function schedule(tenant: Tenant): Promise<{ path: string; reply: Awaited<ReturnType<Tenant["call"]>> }> {
  const path = `${tenant.root}/items/${await tenant.dataflow()}/jobs/Execute/schedules`;
  return { path, reply: await tenant.call("POST", path, body()) };
}

export const scheduleChecks: Check[] = [
  {
    id: "schedule-life",
    title: "a schedule is created, read, changed, listed and deleted",
    source: "specification",
    expected: "201, 200, 200, 1, 200",
    observe: async (tenant) => {
      const { path, reply } = await schedule(tenant);
      const own = `${path}/${reply.body.id}`;
      const read = await tenant.call("GET", own);
      const changed = await tenant.call("PATCH", own, body());
      const listed = (await tenant.call("GET", path)).body.value?.length;
      const deleted = await tenant.call("DELETE", own);
      return [reply.status, read.status, changed.status, listed, deleted.status].join(", ");
    },
  },
  {
    id: "schedule-times",
    title: "the form of a schedule's start, read back",
    source: "assumption",
    expected: ({ scheduleTimes }) =>
      ({ sent: "with Z", withoutZone: "without Z", fractions: "with fractions" })[scheduleTimes],
    observe: async (tenant) => {
      const start: string = (await schedule(tenant)).reply.body.configuration?.startDateTime ?? "";
      if (start.includes(".")) return "with fractions";
      return start.endsWith("Z") ? "with Z" : "without Z";
    },
  },
  {
    id: "schedule-patch",
    title: "a PATCH of a schedule without configuration",
    source: "specification",
    expected: "refused",
    observe: async (tenant) => {
      const { path, reply } = await schedule(tenant);
      const { status } = await tenant.call("PATCH", `${path}/${reply.body.id}`, { enabled: false });
      return status >= 400 ? "refused" : "taken";
    },
  },
  {
    id: "schedule-order",
    title: "a schedule that ends before it starts",
    source: "specification",
    expected: "refused",
    observe: async (tenant) => {
      const path = `${tenant.root}/items/${await tenant.dataflow()}/jobs/Execute/schedules`;
      const wrong = body();
      wrong.configuration.endDateTime = day(200);
      return (await tenant.call("POST", path, wrong)).status >= 400 ? "refused" : "taken";
    },
  },
  {
    id: "query-unknown",
    title: "executeQuery with a name that does not exist",
    source: "specification",
    expected: "DataflowExecuteQueryError",
    observe: async (tenant) => {
      const path = `${tenant.root}/dataflows/${await tenant.dataflow()}/executeQuery`;
      return (await tenant.call("POST", path, { queryName: "NoSuchQuery" })).body.errorCode;
    },
  },
  {
    id: "query-case",
    title: "executeQuery with the name in another case",
    source: "assumption",
    expected: "found",
    observe: async (tenant) => {
      const path = `${tenant.root}/dataflows/${await tenant.dataflow()}/executeQuery`;
      return (await tenant.call("POST", path, { queryName: "NUMBERS" })).status < 400 ? "found" : "not found";
    },
  },
  {
    id: "operation-unknown",
    title: "an operation that does not exist",
    source: "assumption",
    expected: "404",
    observe: async (tenant) =>
      String((await tenant.call("GET", "/operations/00000000-0000-4000-8000-000000000000")).status),
  },
];
