import type { Literal } from "../definition/m/literals";
import type { ParameterChange } from "./document";
import { hideSecrets } from "./hideSecrets";
import { codeOf } from "./tokens";
import type { Span } from "../definition/m/positions";
import { nameOf } from "./names";
import type { QueryPair } from "./pairQueries";
import { settingChanges, type Values } from "./settingChanges";
import type { Side, SideQuery } from "./side";

/** Returns the parameters that were added, removed or renamed, or whose declaration changed: current value, type, required, allowed values. */
export function parameterChanges(
  pairs: readonly QueryPair[],
  sides: { before: Side | undefined; after: Side | undefined },
): ParameterChange[] {
  return pairs.flatMap((pair): ParameterChange[] => {
    const [before, after] = [declarationOf(sides.before, pair.before), declarationOf(sides.after, pair.after)];
    if (!before && !after) return [];
    const name = nameOf(pair);
    const changes = settingChanges(before?.values ?? {}, after?.values ?? {}, name).map((change) => ({
      ...change,
      ...(change.before !== undefined && { before: shown(before, change.name, change.before) }),
      ...(change.after !== undefined && { after: shown(after, change.name, change.after) }),
    }));
    if (!before || !after) return [{ name, kind: after ? "added" : "removed", changes }];
    const was = pair.before?.query.name;
    if (was !== undefined && was !== name) return [{ name, was, kind: "renamed", changes }];
    return changes.length > 0 ? [{ name, kind: "changed", changes }] : [];
  });
}

/** A declaration in two forms: to compare, without the layout of expressions, and to show. */
interface Declaration {
  values: Values;
  shown: Values;
}

const shown = (declaration: Declaration | undefined, name: string, otherwise: Literal): Literal =>
  (declaration?.shown[name] as Literal | undefined) ?? otherwise;

function declarationOf(side: Side | undefined, query: SideQuery | undefined): Declaration | undefined {
  const declared = query?.facts?.parameter;
  if (!side || !query || !declared) return undefined;
  const text = side.textOf(query);
  const form = (written: (expression: string) => string): Values => {
    const valueOf = ({ start, end }: Span, literal: Literal | undefined): Literal =>
      literal === undefined ? written(text.slice(start, end)) : literal;
    return {
      current: valueOf(declared.value, declared.current),
      type: declared.type,
      required: declared.required || undefined,
      allowed: declared.allowed?.map((value) => valueOf(value, value.literal)),
    };
  };
  return { values: form(codeOf), shown: form((expression) => onOneLine(hideSecrets("", expression)[1])) };
}

const onOneLine = (expression: string): string => expression.replace(/\s*[\r\n]+\s*/g, " ");
