import { type Code, codeOf, type DataSet, firstOf, itemsOf, textOf } from "./data-set.js";
import { tags } from "./tags.js";

/** An item of a structured report's content tree (PS3.3 C.17.3). */
export interface ContentItem {
  /** Concept name, as `scheme:value`; null where it has none. */
  readonly concept: string | null;
  readonly type: string | null;
  readonly data: DataSet;
  readonly children: readonly ContentItem[];
}

/** The content tree from a data set that is its root, or one item of it. */
export function contentItem(data: DataSet): ContentItem {
  return {
    concept: codeOf(data, tags.ConceptNameCodeSequence)?.key ?? null,
    type: firstOf(data, tags.ValueType),
    data,
    children: itemsOf(data, tags.ContentSequence).map(contentItem),
  };
}

export const childrenNamed = (item: ContentItem, concepts: readonly string[]): readonly ContentItem[] =>
  item.children.filter(({ concept }) => concept !== null && concepts.includes(concept));

/** All items below one, outermost first. */
export function itemsBelow(item: ContentItem): readonly ContentItem[] {
  return item.children.flatMap((child) => [child, ...itemsBelow(child)]);
}

/** The code of a CODE item. */
export const codeValue = ({ data }: ContentItem): Code | null => codeOf(data, tags.ConceptCodeSequence);

/** The text of a TEXT, UIDREF or PNAME item. */
export function textValue({ data }: ContentItem): string | null {
  const text = textOf(data, tags.TextValue) ?? textOf(data, tags.UID) ?? textOf(data, tags.PersonName);
  return text?.trim() || null;
}
