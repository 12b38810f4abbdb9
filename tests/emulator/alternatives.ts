import { defaultSwitches, type DeepPartial, type Switches } from "./options";

/** All values of each switch, by name. The table does not compile without one of them. */
type Every<T> = [T] extends [boolean]
  ? "yesOrNo"
  : [T] extends [string | number]
    ? { [K in T]: true }
    : { [K in keyof T]: Every<T[K]> };

const form = { yes: true, absent: true, usersOnly: true, dropsParameters: true } as const;

const every: Every<Switches> = {
  longRunning: {
    create: "yesOrNo",
    getDefinition: "yesOrNo",
    updateDefinition: "yesOrNo",
    executeQuery: "yesOrNo",
    testConnection: "yesOrNo",
    bulkExport: "yesOrNo",
  },
  uniqueNames: "yesOrNo",
  nameConflictStatus: { 400: true, 409: true },
  nameOnCreate: { body: true, platform: true },
  reserialise: {
    lineEndings: { crlf: true, lf: true, kept: true },
    byteOrderMark: "yesOrNo",
    dropDefaults: "yesOrNo",
    addEmpty: "yesOrNo",
    reorder: "yesOrNo",
  },
  defaultExecuteOption: { SkipApplyChanges: true, ApplyChangesIfNeeded: true },
  neverPublished: { refuse: true, fail: true },
  unpublishedChanges: { runPublished: true, fail: true },
  queryFormResponse: { array: true, empty: true, arrayWithoutLocation: true },
  servicePrincipalRuns: { allow: true, fail: true, refuse: true },
  servicePrincipalOwned: { allow: true, fail: true },
  unboundSources: { fail: true, run: true },
  bindingsOfCreate: { invisible: true, visible: true },
  publishChecksConnections: "yesOrNo",
  startForms: { query: form, path: form, typed: form },
  startLocation: { instance: true, list: true },
  scheduleTimes: { sent: true, withoutZone: true, fractions: true },
  queryMetadataColumn: "yesOrNo",
  queryErrorPlace: { otherKey: true, schema: true, column: true },
  queryErrorForm: { Error: true, FaultString: true },
  queryForm: { stream: true, file: true },
  privacyFirewall: "yesOrNo",
  dedupe: "yesOrNo",
  jobTypeReadBack: { sent: true, current: true },
  operationLocation: { absolute: true, relative: true, withoutVersion: true },
  resultsReadOnce: "yesOrNo",
  nullContinuation: "yesOrNo",
  continuation: { both: true, token: true, uri: true },
  dataflowsInRecycleBin: "yesOrNo",
  softDelete: {
    allow: true,
    FeatureNotAvailable: true,
    TenantSwitchDisabled: true,
    UnsupportedItemType: true,
    InvalidTargetItemStateForSoftDeletion: true,
    InvalidParentItemStateForSoftDeletion: true,
  },
  strangers: { InsufficientPrivileges: true, WorkspaceNotFound: true },
  genericRunParameters: "yesOrNo",
  labelsCanBeApplied: "yesOrNo",
  stagingItems: "yesOrNo",
  instanceRetryAfter: "yesOrNo",
  bulkExport: "yesOrNo",
  relations: "yesOrNo",
  callLimit: { fixedWindow: true, slidingWindow: true, tokenBucket: true },
  retryAfterOfLimit: { rest: true, constant: true, date: true, none: true },
};

/** One switch with a value that is not its default. */
export interface Alternative {
  /** `startForms.query: absent`. */
  name: string;
  switches: DeepPartial<Switches>;
}

/** Each switch with each value that is not its default, one at a time. */
export const alternatives = (): Alternative[] => within(every, defaultSwitches(), []);

function within(values: object, defaults: object, path: readonly string[]): Alternative[] {
  return Object.entries(values).flatMap(([key, own]: [string, object | string]) => {
    const standard = (defaults as Record<string, unknown>)[key];
    if (typeof standard === "object") return within(own as object, standard as object, [...path, key]);
    const all = own === "yesOrNo" ? [true, false] : Object.keys(own);
    return all
      .map((value) => (typeof standard === "number" ? Number(value) : value))
      .filter((value) => value !== standard)
      .map((value) => ({
        name: `${[...path, key].join(".")}: ${value}`,
        switches: [...path, key].reduceRight<unknown>(
          (inner, step) => ({ [step]: inner }),
          value,
        ) as Alternative["switches"],
      }));
  });
}
