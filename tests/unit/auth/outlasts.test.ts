import { expect } from "chai";
import type { Credential } from "../../../sdk/auth/credential";
import { outlasts } from "../../../sdk/auth/outlasts";

const now = Date.parse("2026-05-01T10:00:00Z");
const minute = 60_000;
const endingIn = (ms: number | undefined): Credential => ({
  description: "user alice@contoso.com (by FABRIC_TOKEN)",
  endsAt: ms === undefined ? undefined : now + ms,
  getToken: () => Promise.reject(new Error("not called")),
});

describe("a wait that outlasts a token that cannot be renewed", () => {
  it("is a warning with the time when the token expires", () => {
    const text = outlasts(endingIn(42 * minute), 24 * 60 * minute, now);
    expect(text).to.contain("FABRIC_TOKEN").and.to.contain("ends at 2026-05-01T10:42:00.000Z, in 42 minutes");
  });

  it("is not a warning if the token lasts longer or can be renewed", () => {
    expect(outlasts(endingIn(42 * minute), 42 * minute, now)).to.equal(undefined);
    expect(outlasts(endingIn(undefined), 24 * 60 * minute, now)).to.equal(undefined);
  });
});
