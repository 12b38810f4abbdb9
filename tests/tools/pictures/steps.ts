import { picture, text } from "./svg";

export interface StepSeen {
  title: string;
  /** Operations in the order of their requests. The polls of one wait are grouped. */
  operations: readonly string[];
}

/** The width. It is narrow, so that a phone shows a readable picture. */
const width = 440;
const margin = 20;
const chip = { height: 28, gap: 14, row: 40, character: 7.9, padding: 22 };

/** Operations that change something in Fabric. */
const writes = /^(create|update|delete|run|move|apply|unapply)/;

/** An operation with its number of consecutive requests. */
function joined(operations: readonly string[]): { name: string; times: number }[] {
  const found: { name: string; times: number }[] = [];
  for (const name of operations) {
    const last = found.at(-1);
    if (last?.name === name) last.times++;
    else found.push({ name, times: 1 });
  }
  return found;
}

/** The requests of each step, in order. */
export function stepsPicture(title: string, steps: readonly StepSeen[]): string {
  const content: string[] = [];
  let y = margin + 14;
  for (const { title: name, operations } of steps) {
    content.push(text(margin, y, name, "bold"));
    y += 12;
    let x = margin;
    const chips = joined(operations);
    if (chips.length === 0) content.push(text(margin, y + 18, "no request", "quiet"));
    chips.forEach(({ name: operation, times }, index) => {
      const label = times > 1 ? `${operation} ×` : operation;
      const wide = label.length * chip.character + chip.padding;
      if (x + wide > width - margin) {
        x = margin;
        y += chip.row;
      }
      const style = writes.test(operation) ? "write" : "box";
      content.push(
        `<rect class="${style}" x="${x}" y="${y}" width="${wide.toFixed(1)}" height="${chip.height}" rx="14"/>`,
        text(x + wide / 2, y + 19, label, "code", 'text-anchor="middle"'),
      );
      x += wide;
      if (index < chips.length - 1 && x + chip.gap + 60 < width)
        content.push(`<path class="line" d="M${x.toFixed(1)} ${y + 14}h${chip.gap}"/>`);
      x += chip.gap;
    });
    y += chip.row + 28;
  }
  const legend: [string, string][] = [
    ["write", "changes or starts something"],
    ["box", "reads; ×: again and again, until it has ended"],
  ];
  legend.forEach(([style, meaning], index) => {
    const at = y - 12 + 24 * index;
    content.push(
      `<rect class="${style}" x="${margin}" y="${at - 12}" width="14" height="14" rx="7"/>`,
      text(margin + 22, at, meaning, "quiet"),
    );
  });
  return picture(title, width, y + 28, content);
}
