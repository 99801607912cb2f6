import { quoteText } from "../store/quote-text.js";

/** CTE `given`: the patients of $1 (ids as a JSON list), with patient_no = their place in it. Grain: patient. */
export const givenPatients = `given as materialized (
  select
    unnest(ids) as patient_id,
    cast(unnest(range(len(ids))) as integer) as patient_no
  from (select from_json($1, '["VARCHAR"]') as ids)
)`;

/** CTE of a word list bound as JSON `[{"word": …, "code": …}]`. Grain: word. */
export function wordList(name: string, parameter: string): string {
  return `${name} as materialized (
  select unnest(from_json(${parameter}, '[{"word":"VARCHAR","code":"INTEGER"}]'), recursive := true)
)`;
}

/**
 * A date or day column as an integer: days since 1970-01-01, or the dataset's own count; NEVER (2^31 − 1) where it is missing.
 * plus: days to add, as SQL.
 */
export function dayNumber(alias: string, stem: string, plus = "0"): string {
  const day = `coalesce(${alias}.${stem}_day, ${alias}.${stem}_on - date '1970-01-01')`;
  return `cast(coalesce(${day} + ${plus}, 2147483647) as integer)`;
}

/** A text column as the code of its word, `fallback` for any other and for NULL. */
export function codeOf(column: string, codes: Readonly<Record<string, number>>, fallback = 0): string {
  const cases = Object.entries(codes).map(([word, code]) => `when ${quoteText(word)} then ${code}`);
  return `case ${column} ${cases.join(" ")} else ${fallback} end`;
}
