import type { NearestInput, NearestMatch } from "./nearest.js";
import { checkMatchInput } from "./nearest-input.js";
import { pairOnLine } from "./pair-on-line.js";
import { layoutLine } from "./score-line.js";

/** Optimal matching without replacement, 1:1 or up to 1:k: as many treated rows with a control as the caliper (distance ≤ caliper) and exact
 *  strata allow; then, for k > 1, as many controls in use as possible; among those the least total distance between controls and their
 *  treated row. Greedy matching can lose on each; this one cannot lose to any. Of equal scores those of smaller rank are used first.
 *  Inputs and output as for `matchNearest`, without order; sets are numbered by the rank of their treated row. Any permutation of the rows,
 *  tieRank carried along, gives the same sets.
 *  Throws EstimationError for a score that is not finite or more pairs to weigh than fit in memory (set a caliper), RangeError for broken
 *  arguments. Time goes with the pairs to weigh, 10⁸ a second; see `pairOnLine`. Source: Rosenbaum 1989, JASA 84:1024. */
export function matchOptimal(input: Omit<NearestInput, "order">): NearestMatch {
  checkMatchInput(input);
  const { score, treated, tieRank, stratum, ratio = 1, caliper = Number.POSITIVE_INFINITY } = input;
  const [controls, trial] = [layoutLine(input, treated, 0), layoutLine(input, treated, 1)];
  const controlsOf = new Map<number, number[]>();
  for (const code of new Set(stratum ?? [0])) {
    const [a, b] = [trial.rangeOf(code), controls.rangeOf(code)];
    const partner = pairOnLine(trial.score.subarray(a.low, a.high), controls.score.subarray(b.low, b.high), {
      caliper,
      ratio,
    });
    partner.forEach((j, slot) => {
      if (j < 0) return;
      const row = trial.row[a.low + Math.floor(slot / ratio)]!;
      const list = controlsOf.get(row) ?? [];
      list.push(controls.row[b.low + j]!);
      controlsOf.set(row, list);
    });
  }
  const pair = new Int32Array(score.length).fill(-1);
  const rows = [...controlsOf.keys()].sort((one, other) => tieRank[one]! - tieRank[other]!);
  const distance = Float64Array.from(rows, (row, number) => {
    pair[row] = number;
    const members = controlsOf.get(row)!;
    for (const control of members) pair[control] = number;
    return members.reduce((most, control) => Math.max(most, Math.abs(score[row]! - score[control]!)), 0);
  });
  return { pair, pairs: rows.length, distance };
}
