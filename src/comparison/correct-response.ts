import { EstimationError } from "../errors.js";
import { EVALUABLE_CATEGORIES } from "../frame/endpoint-view.js";
import type { ResultRecord } from "../results/records.js";
import { correctRate } from "../stats/correct-rate.js";
import { correctShares } from "../stats/misclassification-matrix.js";
import type { ResponseComparison } from "./compare-response.js";
import { correctedEffect } from "./corrected-effect.js";
import { designRows } from "./design-sample.js";
import { contrastOf, weightedRate } from "./effect-of.js";
import type { ImpactSet } from "./impact-set.js";

type ResponsePair = ResponseComparison["pair"];

/**
 * Output 7 for response: the effect with each arm's chart rate corrected by how charts err against scans in the patients of that arm who
 * have both. Rogan–Gladen: sensitivity and specificity of a response; matrix: of every category, NE and missing being one. An arm
 * without charts keeps its rate by scans. Error rates are of the patients as they are, rates of the design's weights.
 */
export function correctResponse(pair: ResponsePair, set: ImpactSet): ResultRecord[] {
  const { patients, weights, measure } = set;
  const hasCharts = ([0, 1] as const).map((side) =>
    pair.ehr.available.some((yes, row) => yes === 1 && patients.trial[row] === side),
  );
  const counts = (row: number) =>
    hasCharts[patients.trial[row]!]!
      ? pair.ehr.available[row] === 1 && pair.ehr.counted[row] === 1
      : pair.imaging.available[row] === 1 && pair.imaging.counted[row] === 1;
  const rows = designRows(patients, weights, counts);
  const lines = [
    [
      "charts corrected by sensitivity and specificity",
      "Rogan–Gladen per arm, error rates from its patients with both",
      roganGladen,
    ],
    ["charts corrected by category", "inverse of the misclassification matrix per arm", byMatrix],
  ] as const;
  return lines.flatMap(([line, method, rateOf]) =>
    correctedEffect(set, {
      line,
      method,
      rows,
      effect: (sample) => {
        const [one, zero] = ([1, 0] as const).map((side) => {
          const arm = { rows: sample, trial: patients.trial, weight: weights.weight, side };
          return hasCharts[side]!
            ? rateOf(pair, arm)
            : weightedRate((row) => pair.imaging.isResponder[row]!, arm, side);
        });
        return contrastOf(measure, one!, zero!);
      },
    }),
  );
}

/** Rows of both arms, of which one is meant. */
export interface ArmRows {
  readonly rows: Int32Array;
  readonly trial: Uint8Array;
  readonly weight: Float64Array;
  readonly side: 0 | 1;
}

/** How charts err in one arm, from its rows that both sources count. */
export function chartErrors({ ehr, imaging }: ResponsePair, { rows, trial, side }: ArmRows) {
  const counts = { truePositive: 0, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
  for (const row of rows) {
    if (trial[row] !== side || imaging.available[row] === 0 || imaging.counted[row] === 0) continue;
    const isRight = ehr.isResponder[row] === imaging.isResponder[row];
    if (ehr.isResponder[row] === 1) counts[isRight ? "truePositive" : "falsePositive"] += 1;
    else counts[isRight ? "trueNegative" : "falseNegative"] += 1;
  }
  const { truePositive, falsePositive, falseNegative, trueNegative } = counts;
  if (truePositive + falseNegative === 0 || trueNegative + falsePositive === 0)
    throw new EstimationError("charts are not validated: no patient with both responds, or all do");
  return {
    sensitivity: truePositive / (truePositive + falseNegative),
    specificity: trueNegative / (trueNegative + falsePositive),
  };
}

function roganGladen(pair: ResponsePair, arm: ArmRows): number {
  const { sensitivity, specificity } = chartErrors(pair, arm);
  const known = (estimate: number) => ({ estimate, variance: 0 });
  const rate = weightedRate((row) => pair.ehr.isResponder[row]!, arm, arm.side);
  return correctRate({ rate: known(rate), sensitivity: known(sensitivity), specificity: known(specificity) }).estimate;
}

/** CR, PR, SD, PD and “none”: whatever is not evaluable or missing. */
const k = EVALUABLE_CATEGORIES + 1;

/** The shares of the categories in which scans count a responder, added up; where scans want confirmation, the category already has it. */
function byMatrix({ ehr, imaging }: ResponsePair, arm: ArmRows): number {
  const { rows, trial, weight, side } = arm;
  const categoryOf = (category: number) => Math.min(category, k - 1);
  const validation = new Array<number>(k * k).fill(0);
  const observed = new Array<number>(k).fill(0);
  for (const row of rows) {
    if (trial[row] !== side) continue;
    observed[categoryOf(ehr.category[row]!)]! += weight[row]!;
    if (imaging.available[row] === 1 && imaging.counted[row] === 1)
      validation[categoryOf(imaging.category[row]!) * k + categoryOf(ehr.category[row]!)]! += 1;
  }
  const { share } = correctShares({ validation, observed, k });
  const counted = new Set<number>();
  for (const row of rows) if (imaging.isResponder[row] === 1) counted.add(categoryOf(imaging.category[row]!));
  return [...counted].reduce((rate, category) => rate + share[category]!, 0);
}
