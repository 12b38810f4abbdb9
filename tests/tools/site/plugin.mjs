// A page is named as its first heading, which TypeDoc would take from front matter that a reader on GitHub would see.
import { Converter } from "typedoc";

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const first = document.content.find(({ kind }) => kind === "text");
    const heading = /^# (.*)\n/.exec(first?.text ?? "");
    if (heading) document.name = heading[1].replaceAll("`", "");
  });
}
