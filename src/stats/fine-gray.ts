import { fitCox } from "./cox.js";
import type { Ties } from "./cox-risk-sets.js";
import type { LinearisedEstimate } from "./linearised-estimate.js";
import { deriveSubdistributionRows, type TwoArmCompetingRows } from "./subdistribution-rows.js";

/**
 * Log subdistribution hazard ratio of arm 1 against arm 0 for cause 1 (Fine–Gray), with its derivative by the weight of each row: own score, tail after a
 * competing event, and the estimation of the censoring distribution, which is Kaplan–Meier within each arm.
 * A row that had the competing event stays at risk with weight w G(t−)/G(time−). Since the arm is the only covariate, these tails are kept as one row for
 * each arm and event day, and the fit costs no more than a Cox model: O(n log n + days). ties: as `fitCox`.
 * Throws EstimationError: an empty arm, no event of cause 1, all in one arm (infinite), values out of range.
 * Not validated: strata, delayed entry, further covariates. Source: Fine & Gray 1999; Gray 1988 (risk sets within arms).
 */
export function fitFineGray(input: TwoArmCompetingRows, ties: Ties = "efron"): LinearisedEstimate {
  const { day, tail, status, pullTails } = deriveSubdistributionRows(input);
  const n = input.time.length;
  const k = day.length;
  const total = n + 2 * k;
  const rows = {
    time: new Int32Array(total),
    status: new Uint8Array(total),
    weight: new Float64Array(total),
    entry: new Int32Array(total),
    X: new Float64Array(total),
  };
  rows.time.set(input.time);
  rows.status.set(status);
  rows.weight.set(input.weight ?? new Float64Array(n).fill(1));
  rows.X.set(input.arm);
  // The tail of arm a at day j is at risk of that day alone: (day − 1, day].
  for (let j = 0; j < k; j += 1)
    for (const side of [0, 1] as const) {
      const at = n + 2 * j + side;
      rows.time[at] = day[j]!;
      rows.entry[at] = day[j]! - 1;
      rows.weight[at] = tail[side][j]!;
      rows.X[at] = side;
    }
  const fit = fitCox({ ...rows, p: 1, names: ["arm 1"], ties, influence: true });
  const all = fit.derivative!;
  const byTail = ([0, 1] as const).map((side) => Float64Array.from(day, (_, j) => all[n + 2 * j + side]!));
  const pulled = pullTails([byTail[0]!, byTail[1]!]);
  return { estimate: fit.beta[0]!, derivative: pulled.map((value, i) => value + all[i]!) };
}
