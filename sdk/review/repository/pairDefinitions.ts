import type { RepositoryDefinition } from "./repositoryDefinition";

export interface DefinitionPair {
  before: RepositoryDefinition | undefined;
  after: RepositoryDefinition | undefined;
}

type Definitions = ReadonlyMap<string, RepositoryDefinition>;

/**
 * Returns the definitions that differ, by path. A folder that is gone and a new one are one definition that moved if an id, the content or the
 * name is equal, and only for these two.
 */
export function pairDefinitions(before: Definitions, after: Definitions): DefinitionPair[] {
  const pairs: DefinitionPair[] = [];
  const gone = new Set([...before.values()].filter(({ path }) => !after.has(path)));
  const came = new Set([...after.values()].filter(({ path }) => !before.has(path)));
  for (const now of after.values()) {
    const old = before.get(now.path);
    if (old && old.content !== now.content) pairs.push({ before: old, after: now });
  }
  const keys: ((definition: RepositoryDefinition) => string | undefined)[] = [
    ({ ids }) => [...ids][0],
    ({ content }) => content,
    ({ mashup }) => mashup,
    ({ name }) => name.toLowerCase(),
  ];
  for (const keyOf of keys)
    for (const now of came) {
      const same = (definition: RepositoryDefinition) =>
        keyOf(definition) !== undefined && keyOf(definition) === keyOf(now);
      const [old, ...others] = [...gone].filter(same);
      if (!old || others.length > 0 || [...came].filter(same).length > 1) continue;
      gone.delete(old);
      came.delete(now);
      pairs.push({ before: old, after: now });
    }
  pairs.push(...[...came].map((now) => ({ before: undefined, after: now })));
  pairs.push(...[...gone].map((old) => ({ before: old, after: undefined })));
  const pathOf = ({ before: old, after: now }: DefinitionPair) => (now ?? old)?.path ?? "";
  return pairs.sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}
