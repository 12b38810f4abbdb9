/** The output of `npm start` for the step whose title begins with this text. */
export function stepOf(output: string, title: string): string[] {
  const step = output.split(/^── /m).find((text) => text.startsWith(title));
  if (step === undefined) throw new Error(`npm start has no step "${title}"`);
  return step.split("\n").slice(1);
}

/** The part of a preview with resources and queries, without ids, hashes of files and the stack, moved to the left. */
export function shortened(lines: readonly string[]): string[] {
  const shown = withoutFiles(lines).filter(
    (line) =>
      line.trim() !== "" && !/^\s*\[|~ definitionFingerprint *:|pulumi:pulumi:Stack|^Previewing|^requests:/.test(line),
  );
  const least = Math.min(...shown.map((line) => line.length - line.trimStart().length));
  return shown.map((line) => line.slice(least).trimEnd());
}

/** Leaves out `definition: { ... }`: hashes of files, down to the brace that closes it. */
function withoutFiles(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => /~ definition *: \{$/.test(line));
  if (from < 0) return [...lines];
  const to = lines.findIndex((line, index) => index > from && /^\s*\}$/.test(line));
  return [...lines.slice(0, from), ...lines.slice(to + 1)];
}
