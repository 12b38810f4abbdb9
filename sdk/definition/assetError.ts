import type { Problem } from "../common/problem";

/** A definition argument could not be read. `problem` says where and why. */
export class AssetError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.place}: ${problem.message}`);
  }
}
