import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeSeries, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Bias } from "../spec/bias.js";
import { boundSignTest, type DecidedPairs, largestGamma } from "../stats/rosenbaum-bounds.js";
import { countWhoFailsFirst } from "../stats/who-fails-first.js";
import type { panelPlace } from "./panel-place.js";

/** A matched design with its outcome. */
export interface PairedOutcome {
  readonly patients: PatientFrame;
  readonly weights: DesignWeights;
  readonly data: OutcomeData;
}

/**
 * Rosenbaum bounds of a 1:1 matched estimate, against a benefit of the trial arm: pairs in which one of the two responded (McNemar), or
 * in which it is known who failed first. The Γ up to which the result stays significant is one-sided at alpha/2.
 */
export function boundByPairs(
  place: ReturnType<typeof panelPlace>,
  { gammas, alpha }: Extract<Bias, { method: "rosenbaum" }>,
  outcome: PairedOutcome,
): ResultRecord[] {
  const table = `${place.variable}.pairs`;
  const detail = {
    role: "sensitivity" as const,
    params: { alpha, from_table: table },
    method: outcome.data.kind === "binary" ? "McNemar's test under Γ" : "who fails first, sign test under Γ",
  };
  try {
    const pairs = decidedPairs(outcome);
    const bounds = gammas.map((gamma) => boundSignTest(pairs, gamma));
    const counts = [
      ["trial patient did better", pairs.favourable],
      ["control patient did better", pairs.decided - pairs.favourable],
    ] as const;
    return [
      ...counts.map(([level, n]) => makeStatistic({ ...place, variable: table }, "n", n, { level, unit: "pairs" })),
      makeSeries(
        place,
        "rosenbaum_bounds",
        {
          gamma: { unit: null, values: gammas },
          p_lower: { unit: "one-sided p", values: bounds.map(({ lower }) => lower) },
          p_upper: { unit: "one-sided p", values: bounds.map(({ upper }) => upper) },
        },
        { method: detail.method, params: detail.params },
      ),
      makeStatisticOrNot(
        place,
        "largest_gamma",
        largestGamma(pairs, alpha / 2),
        "the pairs show no significant benefit even without hidden bias",
        detail,
      ),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [makeNotEstimable(place, "largest_gamma", error.message, detail)];
  }
}

/** Complete pairs, trial and control of each, and who did better. Throws EstimationError for a design without pairs. */
export function decidedPairs({ patients, weights, data }: PairedOutcome): DecidedPairs {
  if (weights.pair === null) throw new EstimationError("Rosenbaum bounds need matched pairs; the design makes none");
  const members = new Map<number, { trial: number; control: number; size: number }>();
  for (let row = 0; row < patients.n; row += 1) {
    const id = weights.pair[row]!;
    if (id < 0 || !(weights.weight[row]! > 0)) continue;
    const pair = members.get(id) ?? { trial: -1, control: -1, size: 0 };
    pair[patients.trial[row] === 1 ? "trial" : "control"] = row;
    pair.size += 1;
    members.set(id, pair);
  }
  const complete = [...members.values()].filter(
    ({ trial, control, size }) =>
      size === 2 && trial >= 0 && control >= 0 && data.available[trial] === 1 && data.available[control] === 1,
  );
  if (data.kind === "binary") {
    const only = (one: "trial" | "control", other: "trial" | "control") =>
      complete.filter((pair) => data.value[pair[one]] === 1 && data.value[pair[other]] === 0).length;
    const favourable = only("trial", "control");
    return { favourable, decided: favourable + only("control", "trial") };
  }
  const take = (side: "trial" | "control") => ({
    time: Int32Array.from(complete, (pair) => data.timeDays[pair[side]]!),
    status: Uint8Array.from(complete, (pair) => data.status[pair[side]]!),
  });
  const [trial, control] = [take("trial"), take("control")];
  return countWhoFailsFirst({
    trialTime: trial.time,
    controlTime: control.time,
    trialStatus: trial.status,
    controlStatus: control.status,
  });
}
