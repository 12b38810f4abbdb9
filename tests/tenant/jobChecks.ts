import { Reply } from "../emulator/caller";
import { Check } from "./check";
import { definition, MASHUP, Tenant } from "./tenant";

const instances = (tenant: Tenant, id: string) => `${tenant.root}/items/${id}/jobs/instances`;

const namesInstance = ({ headers }: Reply): boolean =>
  /\/instances\/[0-9a-f-]{36}/i.test(headers.get("location") ?? "");

const WITH_REGION = `${MASHUP}shared Region = "EU" meta [IsParameterQuery = true, IsParameterQueryRequired = false, Type = "Text"];\n`;

/** The final status of a job, or the reason why it was refused. */
async function outcome(tenant: Tenant, start: Promise<Awaited<ReturnType<Tenant["call"]>>>): Promise<string> {
  const reply = await start;
  if (reply.status >= 400) return `refused: ${reply.body.errorCode}`;
  const { status, failureReason } = await tenant.ended(reply);
  return failureReason ? `${status}: ${failureReason.errorCode}` : status;
}

async function published(tenant: Tenant): Promise<string> {
  const id = await tenant.dataflow();
  await tenant.ended(await tenant.publish(id));
  return id;
}

export const jobChecks: Check[] = [
  {
    id: "start-forms",
    title: "a publish by each of the three forms",
    source: "assumption",
    expected: "202, 202, 202",
    observe: async (tenant) => {
      const id = await tenant.dataflow();
      const statuses: number[] = [];
      for (const path of [
        `dataflows/${id}/jobs/applyChanges/instances`,
        `items/${id}/jobs/ApplyChanges/instances`,
        `items/${id}/jobs/instances?jobType=Publish`,
      ]) {
        const start = await tenant.call("POST", `${tenant.root}/${path}`);
        statuses.push(start.status);
        if (namesInstance(start)) await tenant.ended(start);
      }
      return statuses.join(", ");
    },
  },
  {
    id: "start-location",
    title: "the Location of a start by path",
    source: "assumption",
    expected: ({ startLocation }) => (startLocation === "list" ? "the list" : "the instance"),
    observe: async (tenant) => {
      const path = `${tenant.root}/items/${await tenant.dataflow()}/jobs/ApplyChanges/instances`;
      return namesInstance(await tenant.call("POST", path)) ? "the instance" : "the list";
    },
  },
  {
    id: "run-parameters",
    title: "a run with a parameter by the generic path",
    source: "assumption",
    expected: ({ genericRunParameters }) => (genericRunParameters ? "Completed" : "refused: FeatureNotAvailable"),
    observe: async (tenant) => {
      const id = await tenant.dataflow({ definition: definition(WITH_REGION, { parametric: true }) });
      const body = {
        executionData: { executeOption: "ApplyChangesIfNeeded" },
        parameters: [{ name: "Region", value: "US", type: "Automatic" }],
      };
      const start = await tenant.call("POST", `${tenant.root}/items/${id}/jobs/Execute/instances`, body);
      return outcome(tenant, Promise.resolve(start));
    },
  },
  {
    id: "query-form-response",
    title: "the response to the ?jobType= form",
    source: "assumption",
    expected: ({ queryFormResponse }) =>
      ({ array: "Location, array", empty: "Location", arrayWithoutLocation: "array" })[queryFormResponse],
    observe: async (tenant) => {
      const start = await tenant.call("POST", `${instances(tenant, await tenant.dataflow())}?jobType=Publish`);
      await tenant.ended(start);
      return [start.headers.has("location") && "Location", Array.isArray(start.body) && "array"]
        .filter(Boolean)
        .join(", ");
    },
  },
  {
    id: "never-published",
    title: "a run without applying changes, before the first publish",
    source: "assumption",
    expected: ({ neverPublished }) =>
      `${neverPublished === "refuse" ? "refused" : "Failed"}: DataflowNeverPublishedError`,
    observe: async (tenant) => outcome(tenant, tenant.run(await tenant.dataflow())),
  },
  {
    id: "apply-if-needed",
    title: "a run that applies changes, before the first publish",
    source: "specification",
    expected: "Completed",
    observe: async (tenant) => outcome(tenant, tenant.run(await tenant.dataflow(), "ApplyChangesIfNeeded")),
  },
  {
    id: "default-execute-option",
    title: "a run without executeOption, before the first publish",
    source: "assumption",
    expected: ({ defaultExecuteOption, neverPublished }) => {
      if (defaultExecuteOption === "ApplyChangesIfNeeded") return "Completed";
      return `${neverPublished === "refuse" ? "refused" : "Failed"}: DataflowNeverPublishedError`;
    },
    observe: async (tenant) => {
      const path = `${tenant.root}/items/${await tenant.dataflow()}/jobs/Execute/instances`;
      return outcome(tenant, tenant.call("POST", path));
    },
  },
  {
    id: "unpublished-changes",
    title: "a run without applying changes, after an update that was not published",
    source: "assumption",
    expected: ({ unpublishedChanges }) =>
      unpublishedChanges === "fail" ? "Failed: DataflowUnpublishedChangesError" : "Completed",
    observe: async (tenant) => {
      const id = await published(tenant);
      await tenant.update(id, definition(MASHUP.replace("{1}", "{3}")));
      return outcome(tenant, tenant.run(id));
    },
  },
  {
    id: "job-type-read-back",
    title: "the job type of a Refresh, read back",
    source: "assumption",
    expected: ({ jobTypeReadBack }) => (jobTypeReadBack === "sent" ? "Refresh" : "Execute"),
    observe: async (tenant) => {
      const id = await published(tenant);
      const start = await tenant.call("POST", `${tenant.root}/items/${id}/jobs/Refresh/instances`);
      return (await tenant.ended(start)).jobType;
    },
  },
  {
    id: "instance-lag",
    title: "a job instance, just after its start",
    source: "assumption",
    expected: "at once",
    observe: async (tenant) => {
      const start = await tenant.publish(await tenant.dataflow());
      const { status } = await tenant.call("GET", start.headers.get("location") ?? "");
      await tenant.ended(start);
      return status === 200 ? "at once" : "later";
    },
  },
  {
    id: "invalid-job-type",
    title: "a job type that a dataflow does not have",
    source: "specification",
    expected: "InvalidJobType",
    observe: async (tenant) => {
      const path = `${tenant.root}/items/${await tenant.dataflow()}/jobs/NoSuchJob/instances`;
      return (await tenant.call("POST", path)).body.errorCode;
    },
  },
  {
    id: "cancel-ended",
    title: "the cancellation of a job that has ended",
    source: "specification",
    expected: "JobAlreadyCompleted",
    observe: async (tenant) => {
      const id = await tenant.dataflow();
      const { id: instanceId } = await tenant.ended(await tenant.publish(id));
      return (await tenant.call("POST", `${instances(tenant, id)}/${instanceId}/cancel`)).body.errorCode;
    },
  },
  {
    id: "dedupe",
    title: "a publish while another one is active",
    source: "assumption",
    expected: ({ dedupe }) => (dedupe ? "Deduped" : "Completed"),
    observe: async (tenant) => {
      const id = await tenant.dataflow();
      const [first, second] = await Promise.all([tenant.publish(id), tenant.publish(id)]);
      const statuses = [(await tenant.ended(first)).status, await outcome(tenant, Promise.resolve(second))];
      return statuses.find((status) => status !== "Completed") ?? "Completed";
    },
  },
  {
    id: "not-parametric",
    title: "the parameters of a dataflow that is not parametric",
    source: "specification",
    expected: "DataflowNotParametricError",
    observe: async (tenant) => {
      const path = `${tenant.root}/dataflows/${await tenant.dataflow()}/parameters`;
      return (await tenant.call("GET", path)).body.errorCode;
    },
  },
];
