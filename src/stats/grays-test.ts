import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { countUpTo } from "../math/count-up-to.js";
import { sum } from "../math/sum.js";
import { influenceVariance } from "./influence-variance.js";
import { deriveSubdistributionRows, type TwoArmCompetingRows } from "./subdistribution-rows.js";

export interface GraysTest {
  /** Events of arm 1 less those expected if both arms had one subdistribution hazard. */
  readonly score: number;
  readonly chiSquared: number;
  readonly p: number;
}

/**
 * Test that two arms have one cumulative incidence of cause 1: Gray's score with rho = 0,
 *    U = Σ_t d₁ − d R₁/(R₁ + R₀), R_a = n_a + Σ_competing w G(t−)/G(time−) = n_a (1 − F_a(t−))/S_a(t−),
 * over its variance by the influence of each row, the estimation of the censoring distributions included (Gray's own variance is of the same limit under
 * the null and differs in finite samples). Chi-squared with 1 degree of freedom.
 * weight: design weights, taken as known. cluster: matched sets. Throws EstimationError: an empty arm, no event of cause 1, no variance.
 * Source: Gray 1988; Fine & Gray 1999 (variance).
 */
export function testGray(input: TwoArmCompetingRows, cluster: Int32Array | null = null): GraysTest {
  const { day, tail, status, pullTails } = deriveSubdistributionRows(input);
  const n = input.time.length;
  const weight = input.weight ?? new Float64Array(n).fill(1);
  const atRisk = ([0, 1] as const).map((side) => riskSets(input, weight, day, side, tail[side]));
  const events = ([0, 1] as const).map((side) => eventsOf(input, weight, status, day, side));
  const share = Float64Array.from(day, (_, j) => atRisk[1]![j]! / (atRisk[1]![j]! + atRisk[0]![j]!));
  const died = Float64Array.from(day, (_, j) => events[0]![j]! + events[1]![j]!);
  const score = sum(Float64Array.from(day, (_, j) => events[1]![j]! - died[j]! * share[j]!));
  // ∂U/∂R_a at each day: −d R₀/R² for arm 1, d R₁/R² for arm 0.
  const byRisk = ([0, 1] as const).map((side) =>
    Float64Array.from(day, (_, j) => {
      const R = atRisk[0]![j]! + atRisk[1]![j]!;
      return side === 1 ? (-died[j]! * (1 - share[j]!)) / R : (died[j]! * share[j]!) / R;
    }),
  );
  const derivative = pullTails([byRisk[0]!, byRisk[1]!]);
  const cumulative = byRisk.map(cumulate);
  for (let i = 0; i < n; i += 1) {
    const side = input.arm[i] === 1 ? 1 : 0;
    const upTo = countUpTo(day, input.time[i]!);
    derivative[i]! += cumulative[side]![upTo]!;
    if (status[i] === 1) derivative[i]! += side - share[upTo - 1]!;
  }
  const variance = influenceVariance(
    derivative.map((d, i) => d * weight[i]!),
    cluster,
  );
  if (!(variance > 0))
    throw new EstimationError("Gray's test has no variance: at every event one arm is at risk alone");
  const chiSquared = (score * score) / variance;
  return { score, chiSquared, p: chiSquaredUpper(chiSquared, 1) };
}

function cumulate(values: Float64Array): Float64Array {
  const total = new Float64Array(values.length + 1);
  for (let j = 0; j < values.length; j += 1) total[j + 1] = total[j]! + values[j]!;
  return total;
}

/** Σ w of an arm with time >= day, and its tail. */
function riskSets(
  { time, arm }: TwoArmCompetingRows,
  weight: Float64Array,
  day: Int32Array,
  side: 0 | 1,
  tail: Float64Array,
): Float64Array {
  const mine = Array.from(time.keys())
    .filter((i) => arm[i] === side && weight[i]! > 0)
    .sort((a, b) => time[a]! - time[b]! || weight[a]! - weight[b]!);
  const risk = new Float64Array(day.length);
  let total = 0;
  let next = mine.length - 1;
  for (let j = day.length - 1; j >= 0; j -= 1) {
    for (; next >= 0 && time[mine[next]!]! >= day[j]!; next -= 1) total += weight[mine[next]!]!;
    risk[j] = total + tail[j]!;
  }
  return risk;
}

function eventsOf(
  { time, arm }: TwoArmCompetingRows,
  weight: Float64Array,
  status: Uint8Array,
  day: Int32Array,
  side: 0 | 1,
): Float64Array {
  const place = new Map(Array.from(day, (t, j) => [t, j]));
  const own: number[][] = Array.from(day, () => []);
  for (let i = 0; i < time.length; i += 1)
    if (status[i] === 1 && arm[i] === side && weight[i]! > 0) own[place.get(time[i]!)!]!.push(weight[i]!);
  return Float64Array.from(own, (weights) => sum(weights.sort((a, b) => a - b)));
}
