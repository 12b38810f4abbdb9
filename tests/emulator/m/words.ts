/* The form of names and texts. https://learn.microsoft.com/powerquery-m/m-spec-lexical-structure */

const CHARACTERS: Readonly<Record<string, string>> = { cr: "\r", lf: "\n", tab: "\t", "#": "#" };

const unescaped = (text: string): string =>
  text.replace(/""/g, '"').replace(/#\(([^)]*)\)/g, (_, names: string) =>
    names
      .split(",")
      .map((name) => CHARACTERS[name.trim()] ?? String.fromCodePoint(parseInt(name, 16)))
      .join(""),
  );

export const literalText = (written: string): string => unescaped(written.slice(1, -1));

export const bare = (written: string): string => (written.startsWith('#"') ? unescaped(written.slice(2, -1)) : written);
