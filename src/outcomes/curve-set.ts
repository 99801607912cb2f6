import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { takeCovariates } from "../frame/take-rows.js";
import type { CensoringWeights } from "../spec/censoring-weights.js";
import { censoringWeightsOf } from "../spec/check-censoring.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { fitCensoringModel } from "../stats/censoring-model.js";
import { type CensoringRows, deriveCensoringWeights } from "../stats/censoring-weights.js";
import { takeInt32, takeUint8 } from "./analysis-rows.js";
import type { CurveEstimate } from "./measure-input.js";
import { gatherSurvival, type SurvivalSet } from "./survival-set.js";

export interface CurveSetInput {
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix | null;
  readonly data: SurvivalData;
  readonly weights: DesignWeights;
}

/**
 * The patients of an estimate from curves: one row each, or rows split where their weight changes if the estimate has censoring weights, which are made of a
 * model within each arm in which every patient of the design counts once. Throws EstimationError where such a model cannot be fitted.
 */
export function gatherCurveSet(estimate: CurveEstimate, input: CurveSetInput): SurvivalSet {
  const whole = gatherSurvival(input.patients, input.data, input.weights);
  const spec = censoringWeightsOf(estimate);
  if (spec === null) return whole;
  const days = Array.from(whole.time).filter((_, k) => whole.status[k] === 1);
  const eventDays = Int32Array.from(new Set(days)).sort();
  const weigh = (side: 0 | 1) => weighArm(whole, spec, side, eventDays, input);
  return joinArms(whole, { trial: weigh(1), control: weigh(0) });
}

interface WeighedArm {
  /** Places of the arm's patients in the whole set. */
  readonly mine: Int32Array;
  readonly split: CensoringRows;
}

function weighArm(
  whole: SurvivalSet,
  { terms, reasons, largest }: CensoringWeights,
  side: 0 | 1,
  eventDays: Int32Array,
  { covariates, data }: CurveSetInput,
): WeighedArm {
  const mine = Int32Array.from(whole.arm.keys()).filter((k) => whole.arm[k] === side);
  const rows = takeInt32(whole.rows, mine);
  const time = takeInt32(whole.time, mine);
  const status = takeUint8(whole.status, mine);
  const censored = findCensored(data, rows, status, reasons);
  if (covariates === null) throw new Error("censoring weights need the covariates of the comparison");
  try {
    // Without a censoring there is nothing to model, and no column need vary.
    const { X, p, names } = censored.includes(1)
      ? buildModelMatrix(takeCovariates(covariates, rows), terms, { intercept: false, missing: "refuse" })
      : { X: new Float64Array(0), p: 0, names: [] };
    const model = fitCensoringModel({ time, status, censored, X, p, names });
    return { mine, split: deriveCensoringWeights({ time, status }, model, { eventDays, largest: largest ?? null }) };
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    const arm = side === 1 ? "trial" : "control";
    throw new EstimationError(`the censoring model of the ${arm} arm cannot be fitted: ${error.message}`);
  }
}

function findCensored(
  { newTherapy, endpoint }: SurvivalData,
  rows: Int32Array,
  status: Uint8Array,
  reasons: CensoringWeights["reasons"],
): Uint8Array {
  if (reasons === "all") return status.map((event) => 1 - event);
  if (newTherapy === undefined)
    throw new Error(
      `endpoint ${endpoint} does not tell who was censored by a new therapy; the spec lets no such through`,
    );
  return takeUint8(newTherapy, rows);
}

/** The rows of both arms; those of one patient, or of one matched set, vary together. */
function joinArms(
  whole: SurvivalSet,
  { trial, control }: { readonly trial: WeighedArm; readonly control: WeighedArm },
): SurvivalSet {
  const all = <C extends Int32Array | Uint8Array | Float64Array>(
    empty: (n: number) => C,
    of: (arm: WeighedArm) => C,
  ) => {
    const columns = [of(trial), of(control)];
    const joined = empty(columns.reduce((total, column) => total + column.length, 0));
    let at = 0;
    for (const column of columns) {
      joined.set(column, at);
      at += column.length;
    }
    return joined;
  };
  const int32 = (n: number) => new Int32Array(n);
  const uint8 = (n: number) => new Uint8Array(n);
  const places = all(int32, ({ mine, split }) => takeInt32(mine, split.source));
  const factor = all(
    (n) => new Float64Array(n),
    ({ split }) => split.weight,
  );
  const weight = factor.map((value, k) => value * whole.weight[places[k]!]!);
  return {
    rows: takeInt32(whole.rows, places),
    time: all(int32, ({ split }) => split.time),
    status: all(uint8, ({ split }) => split.status),
    entry: all(int32, ({ split }) => split.entry),
    arm: takeUint8(whole.arm, places),
    weight,
    set: takeInt32(whole.set ?? whole.rows, places),
    ...(whole.patients === undefined ? {} : { patients: whole.patients }),
    weighted: true,
    split: {
      whole,
      factor,
      eventDays: all(int32, ({ split }) => split.eventDays),
      cut: all(uint8, ({ split }) => split.cut),
      largest: [control.split.largest, trial.split.largest],
    },
  };
}
