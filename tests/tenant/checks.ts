import { Check } from "./check";
import { compareChecks } from "./compareChecks";
import { contractChecks } from "./contractChecks";
import { definitionChecks } from "./definitionChecks";
import { itemChecks } from "./itemChecks";
import { jobChecks } from "./jobChecks";
import { newThingsChecks } from "./newThingsChecks";
import { scheduleChecks } from "./scheduleChecks";
import { unitTestChecks } from "./unitTestChecks";

export const CHECKS: Check[] = [
  ...itemChecks,
  ...definitionChecks,
  ...jobChecks,
  ...scheduleChecks,
  ...newThingsChecks,
  ...unitTestChecks,
  ...contractChecks,
  ...compareChecks,
];
