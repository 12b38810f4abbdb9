import { expect } from "chai";
import { parseRetryAfter } from "../../../sdk/fabric/retry";

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 31, 12, 0, 0);
  const table: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["0", 0],
    ["55", 55_000],
    [" 20 ", 20_000],
    ["0.25", 250],
    ["99999999999", 99_999_999_999_000],
    ["-5", undefined],
    ["soon", undefined],
    ["1e3", undefined],
    ["Sat, 31 Jan 2026 12:00:30 GMT", 30_000],
    ["Sat, 31 Jan 2026 11:00:00 GMT", 0],
    ["2026", 2_026_000],
  ];
  for (const [header, expected] of table)
    it(`${JSON.stringify(header)} is ${expected === undefined ? "none" : `${expected} ms`}`, () =>
      expect(parseRetryAfter(header, { now })).to.equal(expected));

  it("is a date by the service's clock, not by this machine's", () => {
    const date = new Date(now).toUTCString();
    for (const wrong of [now - 3_600_000, now + 3_600_000])
      expect(parseRetryAfter("Sat, 31 Jan 2026 12:00:30 GMT", { date, now: wrong })).to.equal(30_000);
    expect(parseRetryAfter("Sat, 31 Jan 2026 12:00:30 GMT", { date: "yesterday", now })).to.equal(30_000);
  });
});
