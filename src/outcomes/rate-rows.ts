import { EstimationError } from "../errors.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { BinaryData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { ReplacementMatch } from "../stats/nearest-with-replacement.js";
import type { PairedProportions } from "../stats/paired-proportions.js";
import type { StratifiedTwoProportions } from "../stats/stratified-two-proportions.js";
import type { TwoProportions } from "../stats/two-proportions.js";
import { dependenceOf, selectRows, takeFloat64, takeUint8 } from "./analysis-rows.js";
import type { AnalysedRows } from "./standard-error.js";

/** The patients of one yes/no estimate, columns of one length. */
export interface RateRows extends AnalysedRows {
  readonly value: Uint8Array;
  /** 1 = trial. */
  readonly arm: Uint8Array;
  /** After matching with replacement: the match among these rows, and the score. */
  readonly replacement: { readonly match: ReplacementMatch; readonly score: Float64Array } | null;
}

/** The rows of a design that have the endpoint. After matching with replacement a trial patient none of whose controls has it is left out, and shares are dealt anew among the others. */
export function gatherRates(patients: PatientFrame, data: BinaryData, weights: DesignWeights): RateRows {
  if (weights.links !== undefined) return gatherLinked(patients, data, { ...weights, links: weights.links });
  const rows = selectRows(patients, data, weights);
  return {
    rows,
    value: takeUint8(data.value, rows),
    arm: takeUint8(patients.trial, rows),
    weight: takeFloat64(weights.weight, rows),
    ...dependenceOf(patients, weights, rows),
    replacement: null,
  };
}

/** Throws EstimationError when an arm has nobody of positive weight. */
export function requireRates({ arm, weight }: RateRows): void {
  for (const [name, side] of [
    ["trial", 1],
    ["control", 0],
  ] as const) {
    if (!arm.some((a, i) => a === side && weight[i]! > 0))
      throw new EstimationError(`the ${name} arm has no patient with this endpoint in this design`);
  }
}

/** Patients and events of each unweighted arm. */
export function countArms({ value, arm }: RateRows, level: number): TwoProportions {
  const n = [0, 0];
  const events = [0, 0];
  for (const [i, side] of arm.entries()) {
    n[side]! += 1;
    events[side]! += value[i]!;
  }
  return { events1: events[1]!, n1: n[1]!, events0: events[0]!, n0: n[0]!, level };
}

/** Patients and events of each unweighted arm in each stratum; `stratum` holds a number per row. */
export function countStrata({ value, arm }: RateRows, stratum: Int32Array, level: number): StratifiedTwoProportions {
  const k = stratum.reduce((most, number) => Math.max(most, number), -1) + 1;
  const n = [new Float64Array(k), new Float64Array(k)] as const;
  const events = [new Float64Array(k), new Float64Array(k)] as const;
  for (const [i, number] of stratum.entries()) {
    const side = arm[i] === 1 ? 1 : 0;
    n[side][number]! += 1;
    events[side][number]! += value[i]!;
  }
  return { events1: events[1], n1: n[1], events0: events[0], n0: n[0], level };
}

/** Who had the event in each pair of one trial and one control patient. */
export function countPairs({ value, arm, set }: RateRows, level: number): PairedProportions {
  if (set === null) throw new Error("an interval for pairs needs a design that pairs");
  const pairs = new Map<number, [number, number]>();
  for (const [i, id] of set.entries()) {
    const pair = pairs.get(id) ?? [0, 0];
    pair[arm[i] === 1 ? 1 : 0] = value[i]!;
    pairs.set(id, pair);
  }
  const count = (control: number, trial: number) =>
    Array.from(pairs.values()).filter((pair) => pair[0] === control && pair[1] === trial).length;
  return { both: count(1, 1), onlyTrial: count(0, 1), onlyControl: count(1, 0), neither: count(0, 0), level };
}

/** All rows that took part in the matching, matched or not, since the variance looks at neighbours of a row among them. */
function gatherLinked(
  patients: PatientFrame,
  data: BinaryData,
  weights: DesignWeights & Required<Pick<DesignWeights, "links">>,
): RateRows {
  const { links } = weights;
  const kept = Array.from(links.rows.keys()).filter((k) => data.available[links.rows[k]!] === 1);
  const position = new Map(kept.map((k, at) => [k, at]));
  const rows = Int32Array.from(kept, (k) => links.rows[k]!);
  const match = restrictMatch(links, position, rows.length);
  dependenceOf(patients, weights, rows);
  return {
    rows,
    value: takeUint8(data.value, rows),
    arm: takeUint8(patients.trial, rows),
    weight: match.weight,
    set: null,
    replacement: { match, score: Float64Array.from(kept, (k) => links.score[k]!) },
  };
}

function restrictMatch(
  { trial, start, control, score }: NonNullable<DesignWeights["links"]>,
  position: ReadonlyMap<number, number>,
  n: number,
): ReplacementMatch {
  const treatedRow: number[] = [];
  const controls: number[] = [];
  const starts: number[] = [0];
  const distance: number[] = [];
  const weight = new Float64Array(n);
  for (const [m, k] of trial.entries()) {
    const treated = position.get(k);
    const own = Array.from(control.subarray(start[m]!, start[m + 1]!)).filter((other) => position.has(other));
    if (treated === undefined || own.length === 0) continue;
    treatedRow.push(treated);
    weight[treated] = 1;
    for (const other of own) {
      const row = position.get(other)!;
      controls.push(row);
      distance.push(Math.abs(score[k]! - score[other]!));
      weight[row]! += 1 / own.length;
    }
    starts.push(controls.length);
  }
  return {
    treatedRow: Int32Array.from(treatedRow),
    start: Int32Array.from(starts),
    control: Int32Array.from(controls),
    distance: Float64Array.from(distance),
    weight,
  };
}
