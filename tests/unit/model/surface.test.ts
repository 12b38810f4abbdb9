import * as sdk from "../../../sdk/index";
import type * as refresh from "./surface/dataflowRefresh";

/** Compiles where each can stand for the other: programs go on compiling, and nothing becomes looser. */
type Same<One, Other> = [One] extends [Other]
  ? [Other] extends [One]
    ? true
    : "the public type refuses less"
  : "the public type refuses more";
const holds = <_Proof extends true>(): void => {};

/* The compiler is the test: `npm run lint` and the compiled run fail where one of these lines does not hold. */
describe("the public types are those that programs were written against:", () => {
  it("DataflowRefresh", () => {
    holds<Same<refresh.DataflowRefreshArgs, sdk.DataflowRefreshArgs>>();
    holds<Same<refresh.DataflowOwner, sdk.DataflowOwner>>();
    holds<Same<refresh.RunFailure, sdk.RunFailure>>();
    holds<Same<refresh.DataflowRefreshOutputs, Pick<sdk.DataflowRefresh, keyof refresh.DataflowRefreshOutputs>>>();
    holds<Same<keyof refresh.DataflowRefreshArgs, keyof sdk.DataflowRefreshArgs>>();
  });
});
