import type { DesignWeights } from "../frame/design-weights.js";
import type { SurvivalData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { dependenceOf, selectRows, takeFloat64, takeInt32, takeUint8 } from "./analysis-rows.js";
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
    ...dependenceOf(patients, weights, rows),
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
    ...dependenceWithin(set, mine),
    weighted: set.split !== undefined || weight.some((w) => w !== 1),
    ...(set.split === undefined ? {} : { split: takeSplit(set.split, mine, side) }),
  };
}

/** Of one arm: an arm in which no patient has a second row is one of independent rows. */
export function dependenceWithin(
  { set, patients }: Pick<AnalysedRows, "set" | "patients">,
  mine: Int32Array,
): Pick<AnalysedRows, "set" | "patients"> {
  if (set === null) return { set };
  const own = takeInt32(set, mine);
  if (patients === undefined) return { set: own };
  return new Set(own).size === own.length ? { set: null } : { set: own, patients };
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

/** What holds the rows of a patient together, where they are split by censoring weights or are his lines of therapy. */
export function clusterOf({ split, set, patients }: SurvivalVariance) {
  return (split === undefined && patients === undefined) || set === undefined || set === null ? {} : { cluster: set };
}

/** What the variance of one arm's curve depends on. */
export interface SurvivalVariance {
  readonly weighted: boolean;
  readonly set?: Int32Array | null;
  readonly patients?: Int32Array;
  readonly split?: object;
}

/** Greenwood's variance is for rows that count once and are independent. */
export const curveVarianceOf = ({ weighted, patients }: SurvivalVariance): "robust" | "greenwood" =>
  weighted || patients !== undefined ? "robust" : "greenwood";

/** `infinitesimal jackknife variance, clustered by patient`: how a method's name tells the variance of an arm's curve. */
export const curveVarianceWords = (arm: SurvivalVariance): string =>
  `${curveVarianceOf(arm) === "robust" ? "infinitesimal jackknife variance" : "Greenwood variance"}${arm.patients === undefined ? "" : ", clustered by patient"}`;

/** `, delayed entry` where risk sets begin late: how a method's name goes on. */
export function entryWords({ entry, split }: { readonly entry?: Int32Array; readonly split?: object }): string {
  return entry === undefined || split !== undefined ? "" : ", delayed entry";
}
