// npm run address -- https://github.com/<owner>/<name>: the public address of the repository, in sdk/package.json. Everything else follows from it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./layout.mjs";

const manifest = join(root, "sdk", "package.json");

/** The address of a manifest's repository, without `git+` and `.git`; undefined until one is set. */
export function addressIn({ repository }) {
  return repository?.url?.replace(/^git\+/, "").replace(/\.git$/, "");
}

export const address = () => addressIn(JSON.parse(readFileSync(manifest, "utf8")));

/** The manifest with the fields that npm shows and uses for provenance. */
export function withAddress(given, url) {
  const { keywords, ...rest } = given;
  const entries = Object.entries(rest).filter(([key]) => !["homepage", "bugs", "repository"].includes(key));
  const at = entries.findIndex(([key]) => key === "license") + 1;
  const fields = {
    homepage: `${url}#readme`,
    bugs: `${url}/issues`,
    repository: { type: "git", url: `git+${url}.git`, directory: "sdk" },
    keywords,
  };
  return Object.fromEntries([...entries.slice(0, at), ...Object.entries(fields), ...entries.slice(at)]);
}

/** Relative links are broken if the README is shown alone, as on npm. */
export function absoluteLinks(markdown, url) {
  if (url === undefined) return markdown;
  const target = (path, kind) => `${url}/${kind}/HEAD/${path}`;
  return markdown
    .replace(/(!?)(\[[^\]]*\]\()(?![a-z]+:|#)([^)\s]+)/g, (_all, image, before, path) =>
      [image, before, target(path, image ? "raw" : "blob")].join(""),
    )
    .replace(/(\b(?:src|srcset)=")(?![a-z]+:)([^"\s]+)/g, (_all, before, path) => before + target(path, "raw"));
}

function main(url = "") {
  if (!/^https:\/\/[^/\s]+\/[^/\s]+\/[^/\s]+$/.test(url) || url.endsWith(".git")) {
    console.error("npm run address -- https://github.com/<owner>/<name>: the repository's page, without .git");
    process.exitCode = 2;
    return;
  }
  const given = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, `${JSON.stringify(withAddress(given, url), null, 2)}\n`);
  console.log(`sdk/package.json names ${url}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv[2]);
