/** One data element: its value as text, as numbers, or as items of a sequence; binary values are passed over. */
export interface Element {
  /** Value representation, such as LO. */
  readonly vr: string;
  /** The value without padding, several values separated by a backslash; null where it is no text. */
  readonly text: string | null;
  readonly numbers: readonly number[];
  readonly items: readonly DataSet[];
}

/** Elements by tag: group × 65536 + element. */
export type DataSet = ReadonlyMap<number, Element>;

/** `(0018,0050)`. */
export function showTag(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** Private elements stand in groups of odd number. */
export const isPrivate = (tag: number): boolean => Math.floor(tag / 65_536) % 2 === 1;

/** The text of an element; null where it is absent or empty. */
export function textOf(data: DataSet, tag: number): string | null {
  const text = data.get(tag)?.text ?? "";
  return text === "" ? null : text;
}

/** The first of several values. */
export function firstOf(data: DataSet, tag: number): string | null {
  const first = textOf(data, tag)?.split("\\")[0]?.trim() ?? "";
  return first === "" ? null : first;
}

export const valuesOf = (data: DataSet, tag: number): readonly string[] =>
  textOf(data, tag)
    ?.split("\\")
    .map((value) => value.trim()) ?? [];

export const itemsOf = (data: DataSet, tag: number): readonly DataSet[] => data.get(tag)?.items ?? [];

/** A data set and all items within it, outermost first. */
export function* nestedSets(data: DataSet): Generator<DataSet> {
  yield data;
  for (const { items } of data.values()) for (const item of items) yield* nestedSets(item);
}

/** A code as `scheme:value`, with its meaning. */
export interface Code {
  readonly key: string;
  readonly meaning: string | null;
}

/** The first code of a code sequence; null where there is none. */
export function codeOf(data: DataSet, sequence: number): Code | null {
  return codesOf(data, sequence)[0] ?? null;
}

export function codesOf(data: DataSet, sequence: number): readonly Code[] {
  return itemsOf(data, sequence).flatMap((item) => {
    const value = firstOf(item, 0x00080100) ?? firstOf(item, 0x00080119) ?? firstOf(item, 0x00080120);
    if (value === null) return [];
    return [{ key: `${firstOf(item, 0x00080102) ?? ""}:${value}`, meaning: textOf(item, 0x00080104) }];
  });
}
