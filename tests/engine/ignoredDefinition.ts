import * as pulumi from "@pulumi/pulumi";
import { folder, mashup, table } from "../dataflows";

export const row = (text: string) => mashup({ Orders: table(text) });
export const files = folder("Sales.Dataflow", { Orders: table("one") });

const parameter = (value: string) => `"${value}" meta [IsParameterQuery = true, Type = "Text"]`;
export const withParameters = folder("Sales.Dataflow", {
  Region: parameter("north"),
  Password: parameter("none"),
  Orders: table("MARKER"),
});

export type Options = pulumi.CustomResourceOptions;
type Ignoring = (path: string) => Options;

/** The ways to ignore a path. The class of the resource sees only the option. */
export const ways: Record<string, Ignoring> = {
  "as an option": (path) => ({ ignoreChanges: [path] }),
  "by a transformation": (path) => ({
    transformations: [
      ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { ignoreChanges: [path] } as Options) }),
    ],
  }),
  "by a transform": (path) => ({
    transforms: [
      ({ props, opts }) => Promise.resolve({ props, opts: { ...opts, ignoreChanges: [path] } as typeof opts }),
    ],
  }),
};

const asset = (path: string) => new pulumi.asset.FileAsset(`./Sales.Dataflow/${path}`);
/** The same definition as an archive and as a map. */
export const forms = () => ({
  archive: new pulumi.asset.FileArchive("./Sales.Dataflow"),
  map: { "mashup.pq": asset("mashup.pq"), "queryMetadata.json": asset("queryMetadata.json") },
});
