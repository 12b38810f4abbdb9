import type * as pulumi from "@pulumi/pulumi";

type ShownKeys<Table> = { [K in keyof Table]: Table[K] extends { shown: true } ? K : never }[keyof Table];

/** The Outputs of a class, by its table of keys. */
export type Shown<Outputs, Table> = {
  readonly [K in keyof Pick<Outputs, ShownKeys<Table> & keyof Outputs>]-?: pulumi.Output<Outputs[K]>;
};
