// The work of a host if nothing changed: `check` and `diff` of each kind of resource. Then prints the loaded modules as JSON.
const { dataflow, dataflowRefresh } = require("pulumi-fabric-dataflow/runtime");

const workspaceId = "6d2a27f0-60a0-42c5-96f1-0f226690fc67";
const definition = {
  "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
  hash: "66bde57f9221ab470be472459f1823cec42422c644c19c5648b68e31c1f31c05",
  path: "./not there.Dataflow",
};
const flow = { workspaceId, displayName: "Sales", definition, publishOnUpdate: true };
const known = {
  definitionFingerprint: "2:cc21850f74d914fc4018",
  definitionRevision: 1,
  publishedRevision: 1,
  queries: {},
};
const run = { workspaceId, dataflowId: workspaceId, triggers: ["a", 1] };

async function main() {
  const flowState = { ...flow, ...known, stateVersion: 1, ownerToken: "token" };
  const checked = await dataflow.check({ ...flow, ...known }, flow);
  const unchanged = await dataflow.diff("id", flowState, checked.inputs);
  const runState = { ...run, stateVersion: 1, jobInstanceId: "id", status: "Completed" };
  const unchangedRun = await dataflowRefresh.diff("id", runState, (await dataflowRefresh.check(run, run)).inputs);
  const changes = [unchanged.changes, unchangedRun.changes];
  console.log(JSON.stringify({ changes, failures: checked.failures, modules: Object.keys(require.cache) }));
}

void main();
