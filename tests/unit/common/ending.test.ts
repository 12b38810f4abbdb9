import { expect } from "chai";
import { ending } from "../../../sdk/common/ending";

async function* numbers(failAfter = Infinity): AsyncGenerator<number> {
  for (let i = 1; i <= 3; i++) {
    if (i > failAfter) throw new Error("broken");
    yield i;
  }
}

describe("the function `ending`", () => {
  let ends = 0;
  const end = (): void => void ends++;
  beforeEach(() => (ends = 0));

  it("yields every item, and calls the end once after the last one", async () => {
    const seen: number[] = [];
    for await (const one of ending(numbers(), end)) {
      expect(ends).to.equal(0);
      seen.push(one);
    }
    expect({ seen, ends }).to.deep.equal({ seen: [1, 2, 3], ends: 1 });
  });

  it("calls the end once if the source fails, if the reader throws, or if the reader stops", async () => {
    const read = async (source: AsyncIterable<number>, use: (one: number) => void): Promise<unknown> => {
      try {
        for await (const one of source) use(one);
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(await read(ending(numbers(1), end), () => {})).to.have.property("message", "broken");
    expect(ends).to.equal(1);
    const thrown = new Error("reader");
    const throws = (): void => {
      throw thrown;
    };
    expect(await read(ending(numbers(), end), throws)).to.equal(thrown);
    expect(ends).to.equal(2);
    for await (const _ of ending(numbers(), end)) break;
    expect(ends).to.equal(3);
  });

  it("calls the end if the reader stops before the first item, or while the source sends nothing", async () => {
    const before = ending(numbers(), end);
    await before.return?.();
    expect(ends).to.equal(1);

    let giveWay: (() => void) | undefined;
    async function* silent(): AsyncGenerator<number> {
      await new Promise<void>((resolve) => (giveWay = resolve));
      yield 1;
    }
    const during = ending(silent(), () => giveWay?.());
    const first = during.next();
    await during.return?.();
    await first;
  });
});
