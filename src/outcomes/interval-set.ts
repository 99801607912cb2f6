import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { dependenceOf, selectRows, takeFloat64, takeInt32, takeUint8 } from "./analysis-rows.js";
import type { AnalysedRows } from "./standard-error.js";
import { dependenceWithin } from "./survival-set.js";

/** The patients of one interval-censored estimate, columns of one length. Days as the estimators take them. */
export interface IntervalSet extends AnalysedRows {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly rightCensored: Uint8Array;
  /** 1 = trial. */
  readonly arm: Uint8Array;
  /** Whether any weight is not 1. */
  readonly weighted: boolean;
}

/** The rows of a design that have the endpoint; `deaths` as the spec has it: a death on its day, or between the last clear scan and that day. */
export function gatherIntervals(
  patients: PatientFrame,
  data: SurvivalData,
  weights: DesignWeights,
  deaths: "exact" | "interval",
): IntervalSet {
  if (data.interval === undefined) throw new Error(`endpoint ${data.endpoint} has no intervals`);
  const rows = selectRows(patients, data, weights);
  const weight = takeFloat64(weights.weight, rows);
  const { left, clearLeft, right, rightCensored } = data.interval;
  return {
    rows,
    left: takeInt32(deaths === "exact" ? left : clearLeft, rows),
    right: takeInt32(right, rows),
    rightCensored: takeUint8(rightCensored, rows),
    arm: takeUint8(patients.trial, rows),
    weight,
    ...dependenceOf(patients, weights, rows),
    weighted: weight.some((w) => w !== 1),
  };
}

/** One arm alone. */
export function takeIntervalArm(set: IntervalSet, side: 0 | 1): IntervalSet {
  const mine = Int32Array.from(set.arm.keys()).filter((k) => set.arm[k] === side);
  const weight = takeFloat64(set.weight, mine);
  return {
    rows: takeInt32(set.rows, mine),
    left: takeInt32(set.left, mine),
    right: takeInt32(set.right, mine),
    rightCensored: takeUint8(set.rightCensored, mine),
    arm: takeUint8(set.arm, mine),
    weight,
    ...dependenceWithin(set, mine),
    weighted: weight.some((w) => w !== 1),
  };
}
