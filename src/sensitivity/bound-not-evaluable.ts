import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { makeNotEstimable, makeSeries, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Bias } from "../spec/bias.js";
import { type AssumedShares, estimateImputedDifference, type PartlyKnownRows } from "../stats/imputed-difference.js";
import { findTippingPoint } from "../stats/tipping-point.js";
import { evaluableWeights } from "./evaluable-weights.js";
import type { panelPlace } from "./panel-place.js";

/** A response with what is known of it. Aligned to the frame. */
export interface PartlyEvaluable {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly weights: DesignWeights;
  /** 1 = in the denominator of the rate. */
  readonly counted: Uint8Array;
  /** 1 = evaluable for response. */
  readonly known: Uint8Array;
  readonly responder: Uint8Array;
  readonly level: number;
}

/**
 * The difference of response rates with patients not evaluable as non-responders (the convention), like the evaluable of their arm,
 * weighted away by their probability of being evaluable, and at the two worst cases; the grid of assumed shares; and the share of the
 * controls not evaluable who would have to respond, none of the trial's doing so, for the interval to hold no difference.
 */
export function boundByNotEvaluable(
  place: ReturnType<typeof panelPlace>,
  bias: Extract<Bias, { method: "not-evaluable" }>,
  outcome: PartlyEvaluable,
): ResultRecord[] {
  const rows = rowsOf(outcome, outcome.weights.weight);
  const method = "assumed outcomes of patients not evaluable, influence-function standard error";
  const lines: readonly (readonly [string, () => ReturnType<typeof estimateImputedDifference>])[] = [
    ["not evaluable as non-responders", () => estimateImputedDifference(rows, { trial: 0, control: 0 })],
    ["not evaluable like the evaluable", () => estimateImputedDifference(rows, evaluableShares(rows))],
    ["evaluable only, inverse-probability weighted", () => weightedAway(bias, outcome)],
    [
      "not evaluable: none of the trial's respond, all controls do",
      () => estimateImputedDifference(rows, { trial: 0, control: 1 }),
    ],
    [
      "not evaluable: all of the trial's respond, no control does",
      () => estimateImputedDifference(rows, { trial: 1, control: 0 }),
    ],
  ];
  return [
    ...countRecords(place, rows),
    ...lines.flatMap(([level, estimate]) =>
      differenceRecords(place, { level, method, confidence: outcome.level }, estimate),
    ),
    ...gridRecords(place, bias, rows),
  ];
}

const tableOf = ({ variable }: ReturnType<typeof panelPlace>): string => `${variable}.evaluable`;

/** Patients of each arm by whether they are evaluable: what everything here is made from. */
function countRecords(place: ReturnType<typeof panelPlace>, { known, arm }: PartlyKnownRows): ResultRecord[] {
  return (["trial", "control"] as const).flatMap((group) =>
    (["evaluable", "not evaluable"] as const).map((level) => {
      const n = arm.filter(
        (side, i) => side === (group === "trial" ? 1 : 0) && known[i] === (level === "evaluable" ? 1 : 0),
      );
      return makeStatistic({ ...place, group, variable: tableOf(place) }, "n", n.length, { level, unit: "patients" });
    }),
  );
}

function differenceRecords(
  place: ReturnType<typeof panelPlace>,
  { level, method, confidence }: { readonly level: string; readonly method: string; readonly confidence: number },
  estimate: () => ReturnType<typeof estimateImputedDifference>,
): ResultRecord[] {
  const detail = {
    level,
    method,
    role: "sensitivity" as const,
    params: { level: confidence, from_table: tableOf(place) },
  };
  const names = ["risk_difference", "risk_difference_lower", "risk_difference_upper"];
  try {
    const found = estimate();
    return [found.estimate, found.lower, found.upper].map((value, k) => makeStatistic(place, names[k]!, value, detail));
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return names.map((name) => makeNotEstimable(place, name, error.message, detail));
  }
}

function weightedAway(bias: Extract<Bias, { method: "not-evaluable" }>, outcome: PartlyEvaluable) {
  const { patients, covariates, weights, counted, known } = outcome;
  const inDenominator = weights.weight.map((w, row) => (counted[row] === 1 ? w : 0));
  const weight = evaluableWeights(patients, covariates, { weight: inDenominator, known, names: bias.covariates });
  return estimateImputedDifference(rowsOf(outcome, weight), { trial: 0, control: 0 });
}

function gridRecords(
  place: ReturnType<typeof panelPlace>,
  { shares }: Extract<Bias, { method: "not-evaluable" }>,
  rows: PartlyKnownRows,
): ResultRecord[] {
  const params = { from_table: tableOf(place) };
  const detail = {
    role: "sensitivity" as const,
    params,
    method: "share of the controls not evaluable who respond, none of the trial's",
  };
  const grid = shares.flatMap((trial) => shares.map((control) => ({ trial, control })));
  try {
    const found = grid.map((assumed) => estimateImputedDifference(rows, assumed));
    const column = (values: readonly number[]) => ({ unit: "probability", values });
    const holds = (control: number) => estimateImputedDifference(rows, { trial: 0, control }).lower > 0;
    const tipping = holds(0) ? findTippingPoint(holds, 0, 1) : null;
    return [
      makeSeries(
        place,
        "not_evaluable_grid",
        {
          trial_share: column(grid.map(({ trial }) => trial)),
          control_share: column(grid.map(({ control }) => control)),
          risk_difference: column(found.map(({ estimate }) => estimate)),
          lower: column(found.map(({ lower }) => lower)),
          upper: column(found.map(({ upper }) => upper)),
        },
        { params },
      ),
      makeStatisticOrNot(
        place,
        "tipping_control_share",
        tipping,
        holds(0)
          ? "the interval stays above 0 even if all controls not evaluable respond"
          : "the interval holds no benefit already with all of them as non-responders",
        detail,
      ),
    ];
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return [makeNotEstimable(place, "tipping_control_share", error.message, detail)];
  }
}

/** The rates of the evaluable, weighted, by arm. Throws EstimationError where an arm has none. */
function evaluableShares({ value, known, arm, weight }: PartlyKnownRows): AssumedShares {
  const share = (side: 0 | 1) => {
    let total = 0;
    let responders = 0;
    for (let i = 0; i < value.length; i += 1) {
      if (arm[i] !== side || known[i] !== 1) continue;
      total += weight[i]!;
      responders += weight[i]! * value[i]!;
    }
    if (!(total > 0)) throw new EstimationError(`nobody of the ${side === 1 ? "trial" : "control"} arm is evaluable`);
    return responders / total;
  };
  return { trial: share(1), control: share(0) };
}

function rowsOf(
  { patients, weights, counted, known, responder, level }: PartlyEvaluable,
  weight: Float64Array,
): PartlyKnownRows {
  const rows = Int32Array.from({ length: patients.n }, (_, row) => row).filter(
    (row) => weight[row]! > 0 && counted[row] === 1,
  );
  const bytes = (column: Uint8Array) => Uint8Array.from(rows, (row) => column[row]!);
  return {
    value: bytes(responder),
    known: bytes(known),
    arm: bytes(patients.trial),
    weight: Float64Array.from(rows, (row) => weight[row]!),
    set: weights.pair === null ? null : rows.map((row) => weights.pair![row]!),
    level,
  };
}
