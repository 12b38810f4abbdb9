// node drive.js up|preview|refresh|destroy: one operation on the stack of this folder, its result as JSON.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");

async function main(operation) {
  const settings = { name: "consumer", runtime: "nodejs" };
  const program = async () => require("./program.js");
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: "dev", projectName: settings.name, program },
    { workDir: __dirname, projectSettings: settings },
  );
  if (operation === "up") await stack.setAllConfig(JSON.parse(process.env.CONSUMER_CONFIG));
  const { stdout, summary, changeSummary, outputs } = await stack[operation]();
  const values = Object.entries(outputs ?? {}).map(([name, { value }]) => [name, value]);
  const versions = { node: process.version, pulumi: require("@pulumi/pulumi/package.json").version };
  const changes = summary?.resourceChanges ?? changeSummary;
  console.log(JSON.stringify({ stdout, changes, outputs: Object.fromEntries(values), versions }));
}

main(process.argv[2]).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
