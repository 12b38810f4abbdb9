import { NAMED } from "./types";
import { TABLES, type Native } from "./tables";
import {
  as,
  equal,
  expression,
  itemsOf,
  kindOf,
  list,
  numberOf,
  order,
  textOf,
  textsOf,
  truth,
  type Moment,
  type Thunk,
  type Value,
} from "./values";

const MINUTE = 60_000;
const DAY = 86_400_000;

const called = (f: Value, ...args: Value[]): Value => as(f, "function").call(args.map((arg) => () => arg));
const valuesOf = (value: Value): Value[] => itemsOf(value).map((item) => item());

/** Removes each value of the second list once. */
function without(all: Value, gone: Value): Value {
  const left = valuesOf(gone);
  return list(
    valuesOf(all).filter((value) => {
      const at = left.findIndex((other) => equal(value, other));
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    }),
  );
}

function intersection(lists: Value): Value {
  const [first, ...more] = valuesOf(lists);
  return more.reduce<Value>((all, next) => without(all, without(all, next)), first ?? list([]));
}

/** Ignores null. Null for an empty list. */
const most = (values: Value, sign: number): Value =>
  valuesOf(values).reduce(
    (best, value) =>
      value !== null && (best === null || (order(value, best, ">") as number) * sign > 0) ? value : best,
    null,
  );

const day = (...[year, month, date]: Value[]): number =>
  Date.UTC(numberOf(year!), numberOf(month!) - 1, numberOf(date!));
const time = (...[hours, minutes, seconds]: Value[]): number =>
  (numberOf(hours!) * 60 + numberOf(minutes!)) * MINUTE + numberOf(seconds!) * 1000;

function zoned(ms: number, hours: Value, minutes: Value | undefined): Moment {
  const zoneMinutes = numberOf(hours) * 60 + (minutes === undefined || minutes === null ? 0 : numberOf(minutes));
  return { kind: "datetimezone", ms: ms - zoneMinutes * MINUTE, zoneMinutes };
}

function dateTime(value: Value): Value {
  if (value === null) return null;
  const kind = kindOf(value);
  if (kind === "datetime" || kind === "date") return { ...(value as Moment), kind: "datetime" };
  if (kind === "datetimezone") {
    const { ms, zoneMinutes = 0 } = value as Moment;
    return { kind: "datetime", ms: ms + zoneMinutes * MINUTE };
  }
  throw expression(`We cannot convert a value of type ${kind} to type datetime.`);
}

/** https://learn.microsoft.com/powerquery-m/list-functions and the pages of other types. */
const OTHERS: Readonly<Record<string, Native>> = {
  "List.Difference": without,
  "List.Intersect": intersection,
  "List.IsEmpty": (all) => itemsOf(all).length === 0,
  "List.Count": (all) => itemsOf(all).length,
  "List.NonNullCount": (all) => valuesOf(all).filter((value) => value !== null).length,
  "List.Transform": (all, f) => ({ kind: "list", items: itemsOf(all).map((item) => () => called(f, item())) }),
  "List.TransformMany": (all, many, f) =>
    list(valuesOf(all).flatMap((x) => valuesOf(called(many, x)).map((y) => called(f, x, y)))),
  "List.Select": (all, f) => list(valuesOf(all).filter((value) => truth(called(f, value)))),
  "List.Combine": (lists) => ({ kind: "list", items: itemsOf(lists).flatMap((each) => itemsOf(each())) }),
  "List.Contains": (all, value) => valuesOf(all).some((each) => equal(each, value)),
  "List.MatchesAny": (all, f) => valuesOf(all).some((value) => truth(called(f, value))),
  "List.MatchesAll": (all, f) => valuesOf(all).every((value) => truth(called(f, value))),
  "List.PositionOf": (all, value) => valuesOf(all).findIndex((each) => equal(each, value)),
  "List.First": (all) => itemsOf(all)[0]?.() ?? null,
  "List.Max": (all) => most(all, 1),
  "List.Min": (all) => most(all, -1),
  "List.Sum": (all) => {
    const numbers = valuesOf(all).filter((value) => value !== null);
    return numbers.length === 0 ? null : numbers.reduce<number>((sum, each) => sum + numberOf(each), 0);
  },
  "Record.Field": (record, name) => {
    const found = as(record, "record").fields.get(textOf(name));
    if (!found) throw expression(`The field '${textOf(name)}' of the record wasn't found.`);
    return found();
  },
  "Record.FromList": (values, names) => {
    const items = itemsOf(values);
    return { kind: "record", fields: new Map(textsOf(names).map((name, at): [string, Thunk] => [name, items[at]!])) };
  },
  "Text.Start": (text, count) => textOf(text).slice(0, numberOf(count)),
  "Text.Range": (text, offset, count) =>
    textOf(text).slice(numberOf(offset), count === undefined ? undefined : numberOf(offset) + numberOf(count)),
  "Text.Combine": (texts, separator) =>
    valuesOf(texts)
      .filter((each) => each !== null)
      .map(textOf)
      .join(separator === undefined || separator === null ? "" : textOf(separator)),
  "Text.From": (value) => (value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value)),
  "Text.Upper": (text) => (text === null ? null : textOf(text).toUpperCase()),
  "Number.IsNaN": (value) => Number.isNaN(numberOf(value)),
  "Number.From": (value) => {
    if (value === null || typeof value === "number") return value;
    const number = Number(textOf(value));
    if (Number.isNaN(number)) throw expression("We couldn't convert to Number.");
    return number;
  },
  "DateTime.From": dateTime,
  "DateTime.AddZone": (value, hours, minutes) =>
    value === null ? null : zoned(as(value, "datetime").ms, hours, minutes),
  "#date": (...parts) => ({ kind: "date", ms: day(...parts) }),
  "#time": (...parts) => ({ kind: "time", ms: time(...parts) }),
  "#datetime": (y, m, d, ...rest) => ({ kind: "datetime", ms: day(y!, m!, d!) + time(...rest) }),
  "#datetimezone": (y, m, d, h, min, s, zoneHours, zoneMinutes) =>
    zoned(day(y!, m!, d!) + time(h!, min!, s!), zoneHours!, zoneMinutes),
  "#duration": (days, ...rest) => ({ kind: "duration", ms: numberOf(days!) * DAY + time(...rest) }),
};

const JOIN_KINDS = ["Inner", "LeftOuter", "RightOuter", "FullOuter", "LeftAnti", "RightAnti"];

/** Names of M that need no declaration. */
export function globals(now: () => number): (name: string) => Thunk | undefined {
  const clock: Native = () => ({ kind: "datetimezone", ms: now(), zoneMinutes: 0 });
  const natives: Record<string, Native> = { ...TABLES, ...OTHERS, "DateTimeZone.UtcNow": clock };
  return (name) => {
    const native = Object.hasOwn(natives, name) ? natives[name] : undefined;
    if (native) return () => ({ kind: "function", call: (args) => native(...args.map((arg) => arg())) });
    const kind = JOIN_KINDS.indexOf(name.replace(/^JoinKind\./, ""));
    if (kind >= 0 && name.startsWith("JoinKind.")) return () => kind;
    const type = NAMED.get(name);
    return type && (() => type);
  };
}
