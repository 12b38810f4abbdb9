import type * as pulumi from "@pulumi/pulumi";
import type * as model from "../model/dataflow";
import type { Expectation } from "../model/expectation";
import type { Timeouts } from "../model/timeouts";
import type { WithInputs } from "../model/withInputs";

export type { ColumnType, TestResult as DataflowTestResult } from "../model/expectation";

/** How long a step may take, as hours, minutes and seconds: "45m", "8h", "1h30m". */
export interface DataflowTimeouts extends WithInputs<Timeouts> {}

/** A sensitivity label for a new item. */
export interface SensitivityLabel extends WithInputs<model.SensitivityLabel> {}

/** What the rows of a query must be like. */
export interface DataflowExpectation extends WithInputs<Expectation> {}

/** The definition: a folder in Fabric's Git format, or a map of part path to asset. */
export type DataflowDefinition =
  pulumi.asset.Archive | { [partPath: string]: pulumi.asset.Asset | pulumi.asset.Archive };

/** Arguments of {@link Dataflow}. */
export interface DataflowArgs extends WithInputs<model.Arguments> {}
