// npm run site: the guides, in the order of docs/README.md, and the reference from the doc comments, as static files in docs/site.
import { readdirSync, readFileSync } from "node:fs";
import { parts } from "./tests/tools/site/plugin.mjs";

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
    ...readdirSync("docs/development").map((name) => `docs/development/${name}`),
    "SECURITY.md",
    "CHANGELOG.md",
  ],
  navigation: { includeCategories: true, includeGroups: false, excludeReferences: true },
  categorizeByGroup: false,
  defaultCategory: "Reference",
  categoryOrder: parts,
  plugin: ["./tests/tools/site/plugin.mjs"],
  customCss: "tests/tools/site/site.css",
  includeVersion: true,
  disableSources: true,
  excludeExternals: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  hideGenerator: true,
  searchInDocuments: true,
  sort: ["kind", "source-order"],
  highlightLanguages: [
    "bash",
    "csharp",
    "go",
    "text",
    "javascript",
    "json",
    "markdown",
    "mermaid",
    "powerquery",
    "python",
    "terraform",
    "typescript",
    "yaml",
  ],
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  // Who signs in is described by the settings that choose it, in the guide. Types of columns are named by their union.
  intentionallyNotExported: ["identitySettings", "serviceSettings", "IdentitySettings", "COLUMN_TYPES"],
  requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Function", "Property", "Method", "Accessor", "Variable"],
};
