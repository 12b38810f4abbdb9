import {
  as,
  equal,
  expression,
  isMoment,
  itemsOf,
  kindOf,
  order,
  Unsupported,
  truth,
  type Moment,
  type Value,
} from "./values";

/** https://learn.microsoft.com/powerquery-m/m-spec-operators */
export function binary(operator: string, left: () => Value, right: () => Value): Value {
  switch (operator) {
    case "and":
    case "or":
      return logical(operator, left(), right);
    case "??":
      return left() ?? right();
    case "=":
      return equal(left(), right());
    case "<>":
      return !equal(left(), right());
    case "<":
    case ">":
    case "<=":
    case ">=": {
      const compared = order(left(), right(), operator);
      if (compared === null) return null;
      return { "<": compared < 0, ">": compared > 0, "<=": compared <= 0, ">=": compared >= 0 }[operator];
    }
    case "&":
      return joined(left(), right());
    case "+":
    case "-":
    case "*":
    case "/":
      return arithmetic(operator, left(), right());
    default:
      throw new Unsupported(`operator ${operator} is not known here`);
  }
}

/** The second operand is evaluated only if the first one does not decide. Null is neither true nor false. */
function logical(operator: "and" | "or", left: Value, right: () => Value): Value {
  const decides = operator === "or";
  if (left !== null && truth(left) === decides) return decides;
  const other = right();
  if (other !== null && truth(other) === decides) return decides;
  return left === null || other === null ? null : !decides;
}

function joined(a: Value, b: Value): Value {
  if (a === null || b === null) return null;
  if (typeof a === "string" && typeof b === "string") return a + b;
  if (kindOf(a) === "list" && kindOf(b) === "list") return { kind: "list", items: [...itemsOf(a), ...itemsOf(b)] };
  if (kindOf(a) === "record" && kindOf(b) === "record")
    return { kind: "record", fields: new Map([...as(a, "record").fields, ...as(b, "record").fields]) };
  throw expression(`We cannot apply operator & to types ${kindOf(a)} and ${kindOf(b)}.`);
}

function arithmetic(operator: "+" | "-" | "*" | "/", a: Value, b: Value): Value {
  if (a === null || b === null) return null;
  if (typeof a === "number" && typeof b === "number")
    return { "+": a + b, "-": a - b, "*": a * b, "/": a / b }[operator];
  if (isMoment(a) && isMoment(b)) {
    const sign = operator === "-" ? -1 : 1;
    if (operator === "-" && a.kind === b.kind) return { kind: "duration", ms: a.ms - b.ms };
    if (b.kind === "duration" && (operator === "+" || operator === "-"))
      return { ...a, ms: a.ms + sign * b.ms } as Moment;
  }
  throw expression(`We cannot apply operator ${operator} to types ${kindOf(a)} and ${kindOf(b)}.`);
}
