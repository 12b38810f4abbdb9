import type { Lifecycle } from "./lifecycle/context";
import { toDynamicProvider } from "./lifecycle/host";

/*
 * What `__provider` in the state requires. Contract: this subpath and the names below never change, because states that were
 * written long ago point at them.
 */

const provider = (load: () => Lifecycle) => {
  let made: ReturnType<typeof toDynamicProvider> | undefined;
  return () => (made ??= toDynamicProvider(load()));
};

const makeDataflow = provider(
  () => (require("./lifecycle/dataflow") as typeof import("./lifecycle/dataflow")).dataflow,
);
const makeDataflowRefresh = provider(
  () => (require("./lifecycle/dataflowRefresh") as typeof import("./lifecycle/dataflowRefresh")).dataflowRefresh,
);

export = {
  get dataflow() {
    return makeDataflow();
  },
  get dataflowRefresh() {
    return makeDataflowRefresh();
  },
};
