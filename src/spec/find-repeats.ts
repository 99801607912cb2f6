/** The positions at which a list holds what it already held, by `keyOf`, each with the position of the first. */
export function findRepeats<T>(
  list: readonly T[],
  keyOf: (item: T) => string,
): readonly { readonly at: number; readonly first: number; readonly item: T }[] {
  const firsts = new Map<string, number>();
  return list.flatMap((item, at) => {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, at);
    return first === undefined ? [] : [{ at, first, item }];
  });
}
