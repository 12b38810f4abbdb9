// npm run site: the guides, in the order of docs/README.md, and the reference from the doc comments, as static files in docs/site.
import { readdirSync, readFileSync } from "node:fs";

const listed = [...readFileSync("docs/README.md", "utf8").matchAll(/\]\(([\w-]+\.md)\)/g)].map(
  ([, page]) => `docs/${page}`,
);
const examples = readdirSync("examples")
  .map((name) => `examples/${name}/README.md`)
  .filter((page) => readdirSync(page.replace("/README.md", "")).includes("README.md"));

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "pulumi-fabric-dataflow",
  entryPoints: ["sdk/index.ts", "sdk/client.ts"],
  tsconfig: "sdk/tsconfig.json",
  out: "docs/site",
  readme: "README.md",
  projectDocuments: [
    "docs/README.md",
    ...new Set(listed),
    ...examples,
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
  ],
  plugin: ["./tests/tools/site/plugin.mjs"],
  customCss: "tests/tools/site/site.css",
  includeVersion: true,
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  hideGenerator: true,
  sort: ["source-order"],
  highlightLanguages: ["bash", "javascript", "json", "powerquery", "terraform", "typescript", "yaml"],
  treatWarningsAsErrors: true,
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Function", "Property", "Method", "Accessor", "Variable"],
};
