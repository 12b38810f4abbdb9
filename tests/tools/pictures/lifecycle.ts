import { arrow, picture, text } from "./svg";

/** The width. It is narrow, so that a phone shows a readable picture. */
const width = 420;
const box = { x: 20, width: 380, height: 78 };

interface Station {
  name: string;
  about: string;
  style: "box" | "strong" | "write";
  /** The label of the arrow to the next one. */
  hands?: string;
  aside?: string;
}

const stations = (provider: string): Station[] => [
  {
    name: "Your program",
    about: "new Dataflow(...), in TypeScript",
    style: "box",
    hands: "arguments, files and one constant line",
    aside: "not run by refresh and destroy",
  },
  {
    name: "Pulumi's engine",
    about: "keeps the state, decides what to do",
    style: "box",
    hands: "check, diff, create, read, update, delete",
    aside: "the state holds that line beside each resource",
  },
  {
    name: "Pulumi's dynamic host",
    about: "one Node.js process for all resources",
    style: "box",
    hands: provider,
    aside: "evaluates the line in the program's folder",
  },
  {
    name: "pulumi-fabric-dataflow",
    about: "the version that is installed now",
    style: "strong",
    hands: "only the calls that the change needs",
    aside: "one sign-in, one connection pool, one limiter",
  },
  { name: "Fabric", about: "items, definitions, jobs, schedules", style: "write" },
];

/** The steps of each `up`, and who does them. */
export function lifecyclePicture(title: string, provider: string): string {
  const pitch = 128;
  const [middle, shaft] = [box.x + box.width / 2, box.x + 28];
  const all = stations(provider);
  const content = all.flatMap(({ name, about, style, hands, aside }, index) => {
    const y = 20 + pitch * index;
    const below = y + (aside === undefined ? box.height - 20 : box.height);
    const next = y + pitch;
    return [
      `<rect class="${style}" x="${box.x}" y="${y}" width="${box.width}" height="${below - y}" rx="8"/>`,
      text(middle, y + 25, name, "bold", 'text-anchor="middle"'),
      text(middle, y + 45, about, "quiet", 'text-anchor="middle"'),
      ...(aside === undefined ? [] : [text(middle, y + 65, aside, "quiet", 'text-anchor="middle"')]),
      ...(hands === undefined
        ? []
        : [
            arrow(`M${shaft} ${below}V${next - 6}`, [shaft, next]),
            text(shaft + 14, below + 30, hands, hands.includes("(") ? "code" : ""),
          ]),
    ];
  });
  return picture(title, width, 20 + pitch * (all.length - 1) + box.height, content);
}
