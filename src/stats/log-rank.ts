import { EstimationError } from "../errors.js";
import { chiSquaredUpper } from "../math/chi-squared.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";
import { flemingHarringtonWeight } from "./fleming-harrington.js";
import { type GroupEventTable, type GroupedSurvivalRows, tallyGroupEvents } from "./group-event-table.js";

export interface LogRankInput extends GroupedSurvivalRows {
  /** Fleming–Harrington weight S(t−)^rho × (1 − S(t−))^gamma, both >= 0; default 0, 0: the log-rank test. */
  readonly rho?: number;
  readonly gamma?: number;
}

export interface LogRankTest {
  /** Weighted events observed and expected, by group. */
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly chiSquared: number;
  /** Groups with anyone expected to have an event, less one. */
  readonly df: number;
  readonly p: number;
}

/**
 * Log-rank test of equal hazards in several groups, stratified and Fleming–Harrington weighted at will.
 * S is the pooled Kaplan–Meier estimate of the stratum just before the event time; variance is hypergeometric; risk sets are
 * (entry, time]. Groups that nobody is at risk in at any event time do not count.
 * Throws EstimationError if there is no event, fewer than two groups are at risk, or the statistic has no variance.
 * Source: Mantel 1966; Harrington & Fleming 1982; Fleming & Harrington 1991 §7; rho agrees with R survival 3.5-3 survdiff.
 */
export function testLogRank(input: LogRankInput): LogRankTest {
  const { groups, rho = 0, gamma = 0 } = input;
  if (!(rho >= 0 && gamma >= 0)) throw new RangeError(`log-rank weights need rho, gamma >= 0; got ${rho}, ${gamma}`);
  const table = tallyGroupEvents(input, "log-rank");
  const observed = new Float64Array(groups);
  const expected = new Float64Array(groups);
  const variance = new Float64Array(groups * groups);
  for (let j = 0; j < table.survivalBefore.length; j += 1) {
    const w = flemingHarringtonWeight(table.survivalBefore[j]!, rho, gamma);
    const { n, died } = totals(table, j, groups);
    for (let g = 0; g < groups; g += 1) {
      observed[g]! += w * table.events[j * groups + g]!;
      expected[g]! += (w * died * table.atRisk[j * groups + g]!) / n;
    }
    addVariance(variance, table.atRisk.subarray(j * groups, (j + 1) * groups), n, died, w * w);
  }
  const kept = [...expected.keys()].filter((g) => expected[g]! > 0);
  if (kept.length < 2) {
    throw new EstimationError(
      `log-rank needs two groups at risk at an event time of positive weight; got ${kept.length} of ${groups} groups`,
    );
  }
  const chiSquared = quadraticForm(observed, expected, variance, kept.slice(1));
  return { observed, expected, chiSquared, df: kept.length - 1, p: chiSquaredUpper(chiSquared, kept.length - 1) };
}

function totals({ atRisk, events }: GroupEventTable, j: number, groups: number): { n: number; died: number } {
  let n = 0;
  let died = 0;
  for (let g = j * groups; g < (j + 1) * groups; g += 1) {
    n += atRisk[g]!;
    died += events[g]!;
  }
  return { n, died };
}

/** Adds `scale` × the hypergeometric covariance of the events by group. */
function addVariance(variance: Float64Array, atRisk: Float64Array, n: number, died: number, scale: number): void {
  if (n < 2) return;
  const groups = atRisk.length;
  const common = (scale * died * (n - died)) / (n - 1);
  for (let g = 0; g < groups; g += 1) {
    const share = atRisk[g]! / n;
    for (let h = 0; h < groups; h += 1) {
      variance[g * groups + h]! += common * share * ((g === h ? 1 : 0) - atRisk[h]! / n);
    }
  }
}

/** (O − E)ᵀ V⁻¹ (O − E) over the groups `kept`. */
function quadraticForm(
  observed: Float64Array,
  expected: Float64Array,
  variance: Float64Array,
  kept: readonly number[],
): number {
  const groups = observed.length;
  const difference = Float64Array.from(kept, (g) => observed[g]! - expected[g]!);
  const v = Float64Array.from(kept.flatMap((g) => kept.map((h) => variance[g * groups + h]!)));
  const { lower, dependent } = factorCholesky(v, kept.length);
  if (dependent.length > 0) {
    throw new EstimationError(
      "log-rank statistic has no variance: at every event time with weight one group is at risk alone or all at risk have the event",
    );
  }
  const solved = solveCholesky(lower, kept.length, difference);
  return difference.reduce((total, d, i) => total + d * solved[i]!, 0);
}
