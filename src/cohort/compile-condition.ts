import { type Condition, testedType } from "../spec/condition.js";

/** A boolean SQL expression over the columns `value_num` and `value_text` with its bound values, numbered from `firstParameter`. */
export interface CompiledCondition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** A condition as SQL. A text is compared with value_text, a number with value_num; a missing value never passes. */
export function compileCondition(condition: Condition, firstParameter: number): CompiledCondition {
  const values: (string | number)[] = [];
  const bind = (value: string | number): string => {
    values.push(value);
    return `$${firstParameter + values.length - 1}`;
  };
  const same = (value: string | number): string =>
    `${typeof value === "number" ? "value_num" : "value_text"} = ${bind(value)}`;
  const tests = testsOf(condition, same, bind);
  return { sql: `coalesce(${tests}, false)`, values };
}

function testsOf(condition: Condition, same: (v: string | number) => string, bind: (v: number) => string): string {
  if ("equals" in condition) return same(condition.equals);
  if ("oneOf" in condition) return `(${condition.oneOf.map(same).join(" or ")})`;
  const range = [
    [">=", condition.atLeast],
    [">", condition.above],
    ["<=", condition.atMost],
    ["<", condition.below],
  ] as const;
  return range
    .flatMap(([sign, bound]) => (bound === undefined ? [] : [`value_num ${sign} ${bind(bound)}`]))
    .join(" and ");
}

/** Whether a recorded value passes a condition: the same rule as `compileCondition`, for values already in hand. */
export function passesCondition(condition: Condition, number: number | null, text: string | null): boolean {
  const same = (value: string | number): boolean => (typeof value === "number" ? number === value : text === value);
  if ("equals" in condition) return same(condition.equals);
  if ("oneOf" in condition) return condition.oneOf.some(same);
  if (number === null) return false;
  const { atLeast, above, atMost, below } = condition;
  return (
    (atLeast === undefined || number >= atLeast) &&
    (above === undefined || number > above) &&
    (atMost === undefined || number <= atMost) &&
    (below === undefined || number < below)
  );
}

/** Whether a recorded value is of the type that the condition tests: a text cannot be above 3, and would fail in silence. */
export function isReadable(condition: Condition, number: number | null, text: string | null): boolean {
  const tested = testedType(condition);
  return tested === "either" || (number === null && text === null) || (tested === "number" ? number : text) !== null;
}

/** The SQL of values that are not readable (see `isReadable`); null where the condition can read any. */
export function compileUnreadable(condition: Condition): string | null {
  const tested = testedType(condition);
  if (tested === "either") return null;
  const [wanted, other] = tested === "number" ? ["value_num", "value_text"] : ["value_text", "value_num"];
  return `${wanted} is null and ${other} is not null`;
}
