import { dataflow as dataflowLifecycle } from "./lifecycle/dataflow";
import { dataflowRefresh as dataflowRefreshLifecycle } from "./lifecycle/dataflowRefresh";
import { dataflowSchedule as dataflowScheduleLifecycle } from "./lifecycle/dataflowSchedule";
import { toDynamicProvider } from "./lifecycle/host";

/*
 * `__provider` in the state requires this module. Contract: this subpath and the names below never change, because old
 * states point at them.
 */

export const dataflow = toDynamicProvider(dataflowLifecycle);
export const dataflowRefresh = toDynamicProvider(dataflowRefreshLifecycle);
export const dataflowSchedule = toDynamicProvider(dataflowScheduleLifecycle);
