import { EstimationError } from "../errors.js";

export interface SeparationInput {
  /** n × p, column-major. */
  readonly X: Float64Array;
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  readonly y: Uint8Array;
  readonly weight?: Float64Array;
}

/** Throws EstimationError if one column alone separates y: its values where y = 1 all lie at or above (or all at or below) those where
 *  y = 0. A level seen with one outcome only (an empty cell of a 0/1 column) is the case of two values. Without an intercept the two
 *  sides must meet at 0. Rows of weight 0 do not count. Exact, O(n p). */
export function checkSeparatingColumn(input: SeparationInput, hasIntercept: boolean): void {
  for (let j = 0; j < input.p; j += 1) {
    const range = rangeByOutcome(input, j);
    if (range === null) continue;
    const { low, high } = range;
    if (low[0] === high[0] && low[1] === high[1] && low[0] === low[1]) continue;
    const above = low[1] >= high[0] && (hasIntercept || (low[1] >= 0 && high[0] <= 0));
    const below = high[1] <= low[0] && (hasIntercept || (high[1] <= 0 && low[0] >= 0));
    if (above || below) throw new EstimationError(separatingColumnMessage(input, j, low, high));
  }
}

type ByOutcome = readonly [number, number];

/** Null as soon as the values of the two outcomes are seen to overlap both ways, which no further value undoes: nearly always within a few rows. */
function rangeByOutcome({ X, n, y, weight }: SeparationInput, j: number): { low: ByOutcome; high: ByOutcome } | null {
  const low: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i += 1) {
    if (weight !== undefined && weight[i] === 0) continue;
    const side = y[i] as 0 | 1;
    const value = X[j * n + i]!;
    if (value < low[side]) low[side] = value;
    if (value > high[side]) high[side] = value;
    if (low[1] < high[0] && low[0] < high[1]) return null;
  }
  return { low, high };
}

function separatingColumnMessage(input: SeparationInput, j: number, low: ByOutcome, high: ByOutcome): string {
  const name = input.names[j];
  const remedy =
    "its coefficient is infinite; merge the level, drop the column, narrow eligibility or use Firth's penalty";
  const values = [Math.min(low[0], low[1]), Math.max(high[0], high[1])] as const;
  // The two values of an indicator are levels; those of any other column are patients' own, which no message holds.
  if (!isIndicator(input, j)) {
    const relation = low[1] >= high[0] ? "above" : "below";
    return `${name} separates the outcomes: its values where y = 1 all lie at or ${relation} those where y = 0; ${remedy}`;
  }
  const emptyCells = values.flatMap((value) =>
    ([0, 1] as const)
      .filter((side) => low[side] !== value && high[side] !== value)
      .map((side) => `${value} never occurs where y = ${side}`),
  );
  return `${name} separates the outcomes: its value ${emptyCells.join(", its value ")}; ${remedy}`;
}

function isIndicator({ X, n, weight }: SeparationInput, j: number): boolean {
  for (let i = 0; i < n; i += 1) {
    const value = X[j * n + i]!;
    if (value !== 0 && value !== 1 && (weight === undefined || weight[i]! > 0)) return false;
  }
  return true;
}
