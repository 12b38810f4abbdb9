// Guides get the names and the order that docs/README.md gives them; TypeDoc would take both from front matter, which a reader of the file sees.
import { readFileSync } from "node:fs";
import { basename, dirname, relative, sep } from "node:path";
import { Comment, CommentTag, Converter, PageEvent } from "typedoc";

/** Page to its name and the part of the list that it is in. */
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
  ["SECURITY.md", "Security", "The project"],
  ["CHANGELOG.md", "Changes", "The project"],
])
  listed.set(page, { name, part });

export const parts = [...new Set([...listed.values()].map(({ part }) => part)), "Examples", "Reference"];

const placeOf = (page) => listed.get(page) ?? { name: basename(dirname(page)), part: "Examples" };

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const file = document.project.files.getReflectionPath(document);
    const { name, part } = placeOf(relative(process.cwd(), file).split(sep).join("/"));
    document.name = name;
    document.comment ??= new Comment();
    document.comment.blockTags.push(new CommentTag("@category", [{ kind: "text", text: part }]));
  });
  // Long names and paths in tables may break between their words.
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replaceAll(/<td[^>]*>.*?<\/td>/g, (cell) =>
      cell.replaceAll(/(<code>)([^<]*)(<\/code>)/g, (_, open, text, close) =>
        [open, text.replaceAll(/([a-z;.])(?=[A-Z])|(?<=[\w}])[/?(](?=.)/g, "$&<wbr>"), close].join(""),
      ),
    );
  });
}
