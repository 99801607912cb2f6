import { quoteIdentifier } from "../store/quote-identifier.js";
import type { PhysicalColumn } from "./physical-columns.js";

/** How each type is written, for messages. */
export const typeRules: Record<PhysicalColumn["type"], string> = {
  text: "must be text",
  integer: "must be a whole number within ±2147483647 (missing: an empty field)",
  number: "must be a number (missing: an empty field)",
  boolean: "must be true or false, or 1 or 0 (missing: an empty field)",
  date: "must be a date as YYYY-MM-DD (missing: an empty field)",
};

/**
 * SQL that reads column t.<name>, staged as text, as its type; NULL where the text is no such value. Stricter than the
 * engine's casts, which round 1.5 to an integer, take 1_000 and nan for numbers and “yes” for a boolean. A whole number
 * may be written 5.0 and a date with a time of midnight, as files written from data frames do.
 */
export function parseColumn({ name, type }: PhysicalColumn): string {
  const text = `t.${quoteIdentifier(name)}`;
  const real = `try_cast(${text} as double)`;
  switch (type) {
    case "text":
      return text;
    case "number":
      return `case when isfinite(${real}) and not contains(${text}, '_') then ${real} end`;
    case "integer":
      return `case when ${real} = trunc(${real}) and not contains(${text}, '_') then try_cast(${real} as integer) end`;
    case "boolean":
      return `case
    when lower(${text}) in ('true', '1') then true
    when lower(${text}) in ('false', '0') then false
  end`;
    case "date":
      return `case when regexp_full_match(${text}, '${isoDate}') then try_cast(left(${text}, 10) as date) end`;
  }
}

const isoDate = "\\d{4}-\\d{2}-\\d{2}( 00:00:00(\\.0+)?)?";
