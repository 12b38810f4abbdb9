import tseslint from "typescript-eslint";

// Dependencies point one way: resources -> Pulumi; runtime -> lifecycle -> definition, fabric -> auth.
const pulumi = ["^@pulumi/", "Pulumi stays in resources/ and lifecycle/host.ts"];
const undici = ["^undici", "undici stays in fabric/ and auth/"];
const product = ["(^|/)sdk(/|$)|^pulumi-fabric-dataflow", "the emulator never knows the product"];
const folders = (...names) => [
  `^\\.{1,2}/(.*/)?(${names.join("|")})(/|$)`,
  "dependencies point one way: resources -> Pulumi; runtime -> lifecycle -> definition, fabric -> auth",
];
const forbid = (files, patterns, { allowTypeImports = false, ignores = [] } = {}) => ({
  files,
  ignores,
  rules: {
    "@typescript-eslint/no-restricted-imports": [
      "error",
      { patterns: patterns.map(([regex, message]) => ({ regex, message, allowTypeImports })) },
    ],
  },
});

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "docs/site/**", "docs/reference/**"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-require-imports": "off",
    },
  },
  { files: ["tests/**"], rules: { "@typescript-eslint/no-unused-expressions": "off" } },
  forbid(
    ["sdk/definition/**"],
    [pulumi, undici, folders("lifecycle", "resources", "fabric", "auth", "cli", "runtime")],
  ),
  forbid(["sdk/auth/**"], [pulumi, folders("lifecycle", "resources", "fabric", "definition", "cli", "runtime")]),
  forbid(["sdk/fabric/**"], [pulumi, folders("lifecycle", "resources", "definition", "cli", "runtime")]),
  forbid(["sdk/lifecycle/host.ts"], [undici, folders("resources", "cli", "runtime")]),
  forbid(["sdk/lifecycle/**"], [pulumi, undici, folders("resources", "cli", "runtime")], {
    ignores: ["sdk/lifecycle/host.ts"],
  }),
  forbid(["sdk/lookup/**"], [pulumi, undici, folders("lifecycle", "resources", "cli", "runtime")]),
  // What runs in the program's process and needs the service is loaded when it is first asked for.
  forbid(
    ["sdk/resources/**"],
    [undici, folders("lifecycle", "lookup", "fabric", "auth", "definition", "cli", "runtime")],
    { allowTypeImports: true },
  ),
  forbid(["tests/emulator/**"], [pulumi, product]),
);
