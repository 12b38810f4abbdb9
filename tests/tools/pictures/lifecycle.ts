import { arrow, picture, text } from "./svg";

const width = 680;
const box = { x: 40, width: 320, height: 58 };

interface Station {
  name: string;
  about: string;
  look: "box" | "strong" | "write";
  /** What goes from here to the next one. */
  hands?: string;
  aside?: string;
}

const stations = (provider: string): Station[] => [
  {
    name: "Your program",
    about: "new Dataflow(...), in TypeScript",
    look: "box",
    hands: "arguments, files and one constant line",
    aside: "not run by refresh and destroy",
  },
  {
    name: "Pulumi's engine",
    about: "keeps the state, decides what to do",
    look: "box",
    hands: "check, diff, create, read, update, delete",
    aside: "the state holds that line beside each resource",
  },
  {
    name: "Pulumi's dynamic host",
    about: "one Node.js process for all resources",
    look: "box",
    hands: provider,
    aside: "evaluates the line in the program's folder",
  },
  {
    name: "pulumi-fabric-dataflow",
    about: "the version that is installed now",
    look: "strong",
    hands: "only the calls that the change needs",
    aside: "one sign-in, one connection pool, one limiter",
  },
  { name: "Fabric", about: "items, definitions, jobs, schedules", look: "write" },
];

/** Who does what at each `up`. */
export function lifecyclePicture(title: string, provider: string): string {
  const pitch = 112;
  const middle = box.x + box.width / 2;
  const all = stations(provider);
  const content = all.flatMap(({ name, about, look, hands, aside }, index) => {
    const y = 20 + pitch * index;
    const below = y + box.height;
    return [
      `<rect class="${look}" x="${box.x}" y="${y}" width="${box.width}" height="${box.height}" rx="8"/>`,
      text(middle, y + 25, name, "bold", 'text-anchor="middle"'),
      text(middle, y + 45, about, "quiet", 'text-anchor="middle"'),
      ...(hands === undefined
        ? []
        : [
            arrow(
              `M${middle} ${below}V${below + pitch - box.height - 6}`,
              [middle, below + pitch - box.height],
              "above",
            ),
            text(middle + 14, below + 32, hands, hands.includes("(") ? "code" : ""),
          ]),
      ...(aside === undefined ? [] : [text(box.x + box.width + 16, y + 34, aside, "quiet", 'font-size="12.5"')]),
    ];
  });
  return picture(title, width, 20 + pitch * (all.length - 1) + box.height + 20, content);
}
