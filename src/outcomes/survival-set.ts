import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { selectRows, takeFloat64, takeInt32, takeUint8 } from "./analysis-rows.js";
import type { AnalysedRows } from "./standard-error.js";

/** The patients of one time-to-event estimate, columns of one length. */
export interface SurvivalSet extends AnalysedRows {
  readonly time: Int32Array;
  readonly status: Uint8Array;
  /** At risk on (entry, time]; absent where everyone is from index. */
  readonly entry?: Int32Array;
  /** 1 = trial. */
  readonly arm: Uint8Array;
  /** Whether any weight is not 1. */
  readonly weighted: boolean;
  /** Where a weight changes with time: a patient's rows, over (entry, time], stand for him, and `set` holds them together. */
  readonly split?: SplitFacts;
}

/** What censoring weights were made of. Columns aligned to the split rows. */
export interface SplitFacts {
  /** The same patients, one row each, with the design's weights alone. */
  readonly whole: SurvivalSet;
  /** The censoring weight, and on how many event days it holds. */
  readonly factor: Float64Array;
  readonly eventDays: Int32Array;
  /** 1 = it was cut. */
  readonly cut: Uint8Array;
  /** The largest on an event day of each arm before any was cut: control, trial. */
  readonly largest: readonly [control: number, trial: number];
}

/** The rows of a design that have the endpoint. */
export function gatherSurvival(patients: PatientFrame, data: SurvivalData, weights: DesignWeights): SurvivalSet {
  const rows = selectRows(patients, data, weights);
  const weight = takeFloat64(weights.weight, rows);
  return {
    rows,
    time: takeInt32(data.timeDays, rows),
    status: takeUint8(data.status, rows),
    ...(data.entryDays === undefined ? {} : { entry: takeInt32(data.entryDays, rows) }),
    arm: takeUint8(patients.trial, rows),
    weight,
    set: weights.pair === null ? null : takeInt32(weights.pair, rows),
    weighted: weight.some((w) => w !== 1),
  };
}

/** The weights with those of the other arm at 0: a kernel then takes one arm, and its derivatives stay aligned to both. */
export function armWeights({ weight, arm }: SurvivalSet, side: 0 | 1): Float64Array {
  return weight.map((w, k) => (arm[k] === side ? w : 0));
}

/** One arm alone. */
export function takeArm(set: SurvivalSet, side: 0 | 1): SurvivalSet {
  const mine = Int32Array.from(set.arm.keys()).filter((k) => set.arm[k] === side);
  const weight = takeFloat64(set.weight, mine);
  return {
    rows: takeInt32(set.rows, mine),
    time: takeInt32(set.time, mine),
    status: takeUint8(set.status, mine),
    ...(set.entry === undefined ? {} : { entry: takeInt32(set.entry, mine) }),
    arm: takeUint8(set.arm, mine),
    weight,
    set: set.set === null ? null : takeInt32(set.set, mine),
    weighted: set.split !== undefined || weight.some((w) => w !== 1),
    ...(set.split === undefined ? {} : { split: takeSplit(set.split, mine, side) }),
  };
}

function takeSplit({ whole, factor, eventDays, cut, largest }: SplitFacts, mine: Int32Array, side: 0 | 1): SplitFacts {
  return {
    whole: takeArm(whole, side),
    factor: takeFloat64(factor, mine),
    eventDays: takeInt32(eventDays, mine),
    cut: takeUint8(cut, mine),
    largest,
  };
}

/** What the survival kernels take of a set, beside weights. */
export function timesOf({ time, status, entry }: Pick<SurvivalSet, "time" | "status" | "entry">) {
  return { time, status, ...(entry === undefined ? {} : { entry }) };
}

/** The same with what holds the rows of a patient together, where they are split. */
export function clusterOf({ split, set }: Pick<SurvivalSet, "split" | "set">) {
  return split === undefined || set === null ? {} : { cluster: set };
}

/** `, delayed entry` where risk sets begin late: how a method's name goes on. */
export function entryWords({ entry, split }: { readonly entry?: Int32Array; readonly split?: object }): string {
  return entry === undefined || split !== undefined ? "" : ", delayed entry";
}
