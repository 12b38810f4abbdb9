import { existsSync, readdirSync } from "node:fs";
import tseslint from "typescript-eslint";
import { mayImport, rooms, typesOnly } from "./tests/tools/rooms.mjs";

const names = readdirSync(new URL("sdk", import.meta.url), { withFileTypes: true })
  .filter((entry) =>
    entry.isDirectory() ? !["dist", "node_modules", "bin"].includes(entry.name) : /\.ts$/.test(entry.name),
  )
  .map(({ name }) => name.replace(/\.ts$/, ""));
const homeless = names.filter((name) => !(name in rooms));
if (homeless.length > 0) throw new Error(`tests/tools/rooms.mjs: say what sdk/${homeless[0]} may import`);

const libraries = (room) =>
  Object.entries(mayImport)
    .filter(([, allowed]) => !allowed.includes(room))
    .map(([library, allowed]) => [`^${library}`, `${library} stays in ${allowed.join(", ")}`]);
const forbid = (files, patterns, { allowTypeImports = false } = {}) => ({
  files,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: patterns.map(([regex, message]) => ({ regex, message, allowTypeImports })) },
    ],
  },
});
const room = ([name, allowed]) => {
  const [folder] = name.split("/");
  const others = Object.keys(rooms).filter((other) => other !== folder && !allowed.includes(other));
  const isFile = existsSync(new URL(`sdk/${name}.ts`, import.meta.url));
  // Only the files of sdk/ itself reach another room by `./name`.
  const up = isFile && folder === name ? "\\./" : "(\\.\\./)+";
  const elsewhere = [
    `^${up}(${others.join("|")})(/|$)`,
    `${folder} may import: ${allowed.join(", ") || "no other room"}`,
  ];
  return forbid([`sdk/${name}${isFile ? ".ts" : "/**"}`], [...libraries(name), elsewhere], {
    allowTypeImports: typesOnly.includes(name),
  });
};

// One dialect. Names are for people: CONTRIBUTING has the words.
const short = "Identifier[name=/^(e|err|ex)$/]";
const constants =
  ":matches(Program, ExportNamedDeclaration) > VariableDeclaration[kind='const'] > VariableDeclarator[id.name=/[a-z]/]";
const everywhere = [
  [`CatchClause > ${short}`, "what is caught is called `error`"],
  [
    `CallExpression[callee.property.name='catch'] > ArrowFunctionExpression > ${short}`,
    "what is caught is called `error`",
  ],
  [
    `CallExpression[callee.property.name='then'] > ArrowFunctionExpression:nth-child(2) > ${short}`,
    "what is caught is called `error`",
  ],
  ["PrivateIdentifier", "write `private name`, not `#name`"],
];
// In tests a constant is mostly a sample, and has the name of the key that it stands for: `{ workspaceId }`.
const ofThePackage = [
  ...everywhere,
  [`${constants} > Literal`, "a constant of a module is written in capitals: `LONGEST_BODY`"],
  [`${constants} > BinaryExpression`, "a constant of a module is written in capitals: `LONGEST_BODY`"],
];

const dialect = (files, rules) => ({
  files,
  rules: { "no-restricted-syntax": ["error", ...rules.map(([selector, message]) => ({ selector, message }))] },
});

export default tseslint.config(
  { ignores: [".tmp/**", "**/dist/**", "**/node_modules/**", "docs/site/**", "docs/reference/**"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-require-imports": "off",
      // An interface gives a mapped type a name that editors and the reference show.
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
    },
  },
  // A class shows what its table of keys says; none of it is initialised, because the SDK sets it.
  { files: ["sdk/resources/**"], rules: { "@typescript-eslint/no-unsafe-declaration-merging": "off" } },
  {
    // Where waits are made, only one file reads the machine's date, because anybody can set it at any moment.
    files: ["fabric", "lifecycle", "dataTests", "lookup"].map((folder) => `sdk/${folder}/**`),
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "monotonicMs or wallTimeMs of sdk/common/clock.ts" },
      ],
    },
  },
  dialect(["tests/**"], everywhere),
  dialect(["sdk/**"], ofThePackage),
  { files: ["tests/**"], rules: { "@typescript-eslint/no-unused-expressions": "off" } },
  ...Object.entries(rooms).map(room),
  room(["lifecycle/host", rooms.lifecycle]),
  forbid(
    ["tests/emulator/**"],
    [...libraries("emulator"), ["(^|/)sdk(/|$)|^pulumi-fabric-dataflow", "the emulator never knows the product"]],
  ),
);
