// A program with source-map-support, like in Pulumi's Node host. Prints the trace of one error that is read at different times.
const pulumi = require("@pulumi/pulumi");
const { createRequire } = require("node:module");
const { Dataflow } = require("pulumi-fabric-dataflow");

const support = createRequire(require.resolve("@pulumi/pulumi"))("source-map-support");
// The compiled line is line 7 of the source.
const map = { version: 3, sources: ["original.ts"], names: [], mappings: ";;AAMA" };
support.install({ retrieveSourceMap: (source) => (source.endsWith("compiled.js") ? { url: source, map } : null) });

const compiled = new Function(
  "return function original() { return new Error('on purpose'); } //# sourceURL=/program/compiled.js",
)();

const workspaceId = "00000000-0000-4000-8000-000000000001";
pulumi.runtime.setMocks({
  newResource: ({ inputs }) => ({ id: workspaceId, state: inputs }),
  call: ({ inputs }) => inputs,
});
const declare = (name, use) => new Dataflow(name, { workspaceId }, { transformations: [() => use()] });

const make = () => compiled();
const lines = ({ stack }) => stack.split("\n").slice(0, 2).join("\n");
const plain = lines(make());
const made = make();
let read, thrown;
declare("a", () => void (read = lines(made)));
try {
  declare("b", () => {
    throw make();
  });
} catch (error) {
  thrown = lines(error);
}
console.log(JSON.stringify({ plain, read, thrown, after: lines(make()) }));
