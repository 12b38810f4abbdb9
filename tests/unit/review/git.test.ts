import { expect } from "chai";
import { git, GitError } from "../../../sdk/review/repository/git";
import { root } from "../../tools/layout.mjs";

describe("Git", () => {
  it("is stopped after a time limit, and the error says so", async () => {
    const slow = ["-c", "alias.slow=!sleep 3 >/dev/null 2>&1", "slow"];
    const error = await git(root, slow, undefined, 200).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(GitError);
    expect((error as GitError).message).to.match(/: did not end within 0\.2 s, and was stopped$/);
  });

  it("gives its own reason for a failure", async () => {
    const error = await git(root, ["rev-parse", "--verify", "no-such-branch"]).catch((thrown: unknown) => thrown);
    expect((error as GitError).message).to.match(/^git rev-parse: fatal: .*/);
  });
});
