import { expect } from "chai";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../../tools/layout.mjs";
import { guides, pages, prose, read, spans } from "./pages";

/** The anchor of a heading in rendered Markdown. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, "")
    .replaceAll(" ", "-");

const links = (page: string): { link: string; path: string; hash?: string }[] =>
  [
    ...prose(page).matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)\s]*))?\)/g),
    ...prose(page).matchAll(/\b(?:src|srcset)="([^"]*)"/g),
  ].map(([link, path = "", hash]) => ({
    link,
    path: path === "" ? join(root, page) : join(root, dirname(page), path),
    ...(hash !== undefined && { hash }),
  }));

describe("links of the documentation", () => {
  for (const page of pages)
    it(`of ${page} lead to an existing file and heading`, () => {
      const broken = links(page).filter(({ path, hash }) => {
        if (!existsSync(path)) return true;
        if (!hash || !path.endsWith(".md")) return false;
        return ![...prose(relative(root, path)).matchAll(/^#+ (.*)$/gm)].some(
          ([, heading]) => anchor(heading ?? "") === hash,
        );
      });
      expect(broken.map(({ link }) => link)).to.deep.equal([]);
    });

  const linked = new Set(guides.flatMap((page) => links(page).map(({ path }) => relative(root, path))));
  const inDocs = (folder: string) => readdirSync(join(root, folder)).map((file) => join(folder, file));

  it("lead to every guide from the list of guides", () => {
    const listed = new Set(links("docs/README.md").map(({ path }) => relative(root, path)));
    const all = inDocs("docs").filter((path) => path.endsWith(".md") && path !== "docs/README.md");
    expect(all.filter((path) => !listed.has(path))).to.deep.equal([]);
  });

  it("lead to every page about development from CONTRIBUTING", () => {
    const listed = new Set(links("CONTRIBUTING.md").map(({ path }) => relative(root, path)));
    expect(inDocs("docs/development").filter((path) => !listed.has(path))).to.deep.equal([]);
  });

  it("for contributors name files and folders that exist", () => {
    const named = ["CONTRIBUTING.md", ...inDocs("docs/development")]
      .flatMap(spans)
      .filter((span) => /^(sdk|tests|docs|examples)\/[\w./-]+$/.test(span));
    expect(named).to.have.length.above(40);
    // What a command makes, and the example of a new resource, are not in the repository.
    const absent = /^(docs\/site|sdk\/dist)|dataflowPermission/;
    expect(named.filter((path) => !absent.test(path) && !existsSync(join(root, path)))).to.deep.equal([]);
  });

  it("lead to every picture, each with an alternative text", () => {
    expect(inDocs("docs/pictures").filter((path) => !linked.has(path))).to.deep.equal([]);
    const bare = guides.flatMap((page) => [...read(page).matchAll(/!\[(.{0,20})\]\([^)]*\)/g)].map(([image]) => image));
    expect(bare).to.deep.equal([]);
    const images = guides.flatMap((page) => prose(page).match(/<img [^>]*>/g) ?? []);
    for (const image of images) expect(image).to.match(/ alt="[^"]{20,}"/);
  });

  it("lead to drawings that have a dark form", () => {
    // Pictures of a terminal are always dark.
    const drawings = inDocs("docs/pictures").filter((path) => path.endsWith(".svg") && !path.includes("/preview"));
    expect(drawings).not.to.be.empty;
    expect(drawings.filter((path) => !read(path).includes("prefers-color-scheme: dark"))).to.deep.equal([]);
  });

  it("lead to the dark form and to the narrow form of a picture if it has them", () => {
    const pictures = guides.flatMap((page) => prose(page).match(/<picture>[\s\S]*?<\/picture>/g) ?? []);
    expect(pictures).not.to.be.empty;
    for (const picture of pictures) {
      const forms = [...picture.matchAll(/srcset="[^"]*?([\w-]+)\.\w+"/g)].map(([, form]) => form!);
      expect(forms.filter((form) => form.includes("-narrow"))).not.to.be.empty;
      // A drawing has both forms in one file. A terminal is always dark.
      if (picture.includes(".png")) expect(forms.filter((form) => form.endsWith("-dark"))).to.have.length(2);
    }
  });
});
