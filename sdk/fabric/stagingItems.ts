/**
 * True if an item is one of those that the service itself keeps beside dataflows (`StagingLakehouseForDataflows_...`,
 * `StagingWarehouseForDataflows_...`). They are not the user's, and they stay when the last dataflow is gone.
 */
export const isStagingItem = ({ displayName }: { displayName?: string }): boolean =>
  /^Staging\w*ForDataflows_/i.test(displayName ?? "");
