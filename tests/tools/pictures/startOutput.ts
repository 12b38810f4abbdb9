/** The output of `npm start` for the step whose title begins with this text. */
export function stepOf(output: string, title: string): string[] {
  const step = output.split(/^── /m).find((text) => text.startsWith(title));
  if (step === undefined) throw new Error(`npm start has no step "${title}"`);
  return step.split("\n").slice(1);
}

/** The part of a preview with resources and queries, without ids, hashes of files and the stack, moved to the left. */
export function shortened(lines: readonly string[]): string[] {
  const shown = lines.filter(
    (line) =>
      line.trim() !== "" &&
      !/^\s*\[|~ definition(Fingerprint)? *:|pulumi:pulumi:Stack|^Previewing|^requests:/.test(line),
  );
  const least = Math.min(...shown.map((line) => line.length - line.trimStart().length));
  return shown.map((line) => line.slice(least).trimEnd());
}
