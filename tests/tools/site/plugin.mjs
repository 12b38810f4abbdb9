// Guides have the names and the order of docs/README.md. TypeDoc would read both from front matter, which readers of the file would see.
import { readFileSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { Comment, CommentTag, Converter, PageEvent } from "typedoc";
import { address } from "../address.mjs";
import { drawn } from "./mermaid.mjs";
import { subjectOf, subjects } from "./subjects.mjs";

/** The name of each page, and its part of the list. */
const listed = new Map();
let part;
for (const line of readFileSync("docs/README.md", "utf8").split("\n")) {
  part = /^\*\*(.*)\*\*$/.exec(line)?.[1] ?? part;
  const [, name, page] = /^\d+\. \[(.*?)\]\((.*?)\)/.exec(line) ?? [];
  if (page) listed.set(`docs/${page}`, { name, part });
}
const first = [...listed.values()][0].part;
for (const [page, name, part] of [
  ["docs/README.md", "All guides", first],
  ["CONTRIBUTING.md", "Contributing", "The project"],
  ["docs/development/resources.md", "Changing a resource", "The project"],
  ["docs/development/service.md", "Calling the service", "The project"],
  ["docs/development/tests.md", "Tests", "The project"],
  ["docs/development/releasing.md", "Releasing", "The project"],
  ["SECURITY.md", "Security", "The project"],
  ["CHANGELOG.md", "Changes", "The project"],
])
  listed.set(page, { name, part });

export const parts = [
  ...new Set([...listed.values()].map(({ part }) => part)),
  "Examples",
  "Reference",
  ...subjects.map(([name]) => name),
];

const placeOf = (page) => listed.get(page) ?? { name: basename(dirname(page)), part: "Examples" };

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const file = document.project.files.getReflectionPath(document);
    const { name, part } = placeOf(relative(process.cwd(), file).split(sep).join("/"));
    document.name = name;
    document.comment ??= new Comment();
    document.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: part }]));
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? [])
      for (const child of module.children ?? []) {
        child.comment ??= new Comment();
        child.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: subjectOf(child.name) }]));
      }
  });
  const pages = new Map();
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const file = document.project.files.getReflectionPath(document);
    pages.set(relative(process.cwd(), file).split(sep).join("/"), document);
  });
  app.renderer.on(PageEvent.END, (page) => {
    if (page.contents === undefined) return;
    page.contents = withPlaces(withCharts(withHeadings(withOptions(withBreaks(withoutHierarchy(page.contents))))));
    const at = order.findIndex((file) => pages.get(file) === page.model);
    const linkTo = (file, words) =>
      pages.has(file) && `<a href="${urlFrom(page, pages.get(file))}">${words(listed.get(file).name)}</a>`;
    const around =
      at < 0 ? [] : [linkTo(order[at - 1], (name) => `← ${name}`), linkTo(order[at + 1], (name) => `${name} →`)];
    page.contents = page.contents.replace(
      /(<\/div>)(\s*<div class="col-sidebar">)/,
      `<nav class="around" aria-label="Guides">${around.map((link) => link || "<span></span>").join("")}</nav>$1$2`,
    );
  });

  const urlFrom = (page, document) => {
    const url = app.renderer.router.getFullUrl(document);
    return "../".repeat(page.url.split("/").length - 1) + url;
  };
}

/** Guides in the order of their list. */
const order = [...listed.keys()].filter((page) => /^docs\/[\w-]+\.md$/.test(page) && page !== "docs/README.md");

/** Long names and paths in tables may break between their words. */
const withBreaks = (html) =>
  html.replaceAll(/<td[^>]*>.*?<\/td>/g, (cell) =>
    cell.replaceAll(/(<code>)([^<]*)(<\/code>)/g, (_, open, text, close) =>
      [open, text.replaceAll(/([a-z;.])(?=[A-Z])|(?<=[\w}])[/?(](?=.)/g, "$&<wbr>"), close].join(""),
    ),
  );

/** An option stays in one piece: `--workspace` does not break after its hyphens. */
const withOptions = (html) =>
  html.replaceAll(/(?<!<pre>)<code>([^<]*)<\/code>/g, (code) =>
    code.replaceAll(/(?<=[ >(|[])--?[a-z][\w-]*/g, '<span class="option">$&</span>'),
  );

/** The classes above a resource are no news for a reader: Pulumi's, and one that is not exported. */
const withoutHierarchy = (html) => html.replaceAll(/<section class="tsd-panel tsd-hierarchy".*?<\/section>/gs, "");

/** Adds the heading of its column to each cell, which a phone shows beside it. */
const withHeadings = (html) =>
  html.replaceAll(/<table>.*?<\/table>/gs, (table) => {
    const headings = [...table.matchAll(/<th[^>]*>(.*?)<\/th>/gs)].map(([, text]) =>
      text.replaceAll(/<[^>]*>/g, "").trim(),
    );
    return table.replaceAll(/<tr>.*?<\/tr>/gs, (row) => {
      let column = 0;
      return row.replaceAll(/<td/g, (cell) => {
        const heading = headings[column++];
        return column > 1 && heading ? `${cell} data-heading="${heading.replaceAll('"', "&quot;")}"` : cell;
      });
    });
  });

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
const plain = (html) =>
  html
    .replaceAll(/<br\s*\/?>/g, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]);

/** Replaces flow charts with drawings. */
const withCharts = (html) =>
  html.replaceAll(/<pre><code class="mermaid">(.*?)<\/code>.*?<\/pre>/gs, (_, code) => drawn(plain(code)));

/** The address of the project, if it is set. */
const withPlaces = (html) =>
  address() === undefined
    ? html
    : html.replace(
        /(<a href="[^"]*" class="title">[^<]*<\/a>)/,
        `$1<a class="repository" href="${address()}">Repository</a>`,
      );
