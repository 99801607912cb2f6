import { deriveDesign } from "../design/methods.js";
import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { takeCovariates, takeOutcome, takePatients } from "../frame/take-rows.js";
import { type Stream, stream } from "../math/stream.js";
import { estimatePointEffect, type PointInput } from "../outcomes/point-effect.js";
import type { Design } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";

/** What is resampled and estimated anew: one design of one variant, and the estimates that stand on it. Plain data: it crosses to worker threads. */
export interface ReplicateJob {
  readonly design: Design;
  /** Names the random stream: replicate r of a design holds the same patients for every endpoint. */
  readonly name: string;
  readonly seed: number;
  readonly resample: "patients" | "pairs";
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  /** The design as carried out on the patients themselves: its sets are what pairs are drawn from. */
  readonly weights: DesignWeights;
  readonly estimates: readonly { readonly estimate: Estimate; readonly data: OutcomeData }[];
}

/** The estimates of one replicate in the order of the job, each on its linear scale, or the reason why there is none. */
export type Replicate = readonly (number | string)[];

/**
 * Replicates `from` to `to` − 1: patients drawn with replacement within each arm, as many as the arm has, and the whole design carried
 * out anew on them (propensity fitted, patients weighted or matched); or matched sets drawn as they are. The cohort is fixed. A replicate
 * depends on the job and its number alone. What cannot be estimated in a resample is a reason, not an end.
 */
export function estimateReplicates(job: ReplicateJob, from: number, to: number): Replicate[] {
  return Array.from({ length: to - from }, (_, k) => estimateOne(job, from + k));
}

function estimateOne(job: ReplicateJob, number: number): Replicate {
  const draw = stream(job.seed, `bootstrap/${job.name}/${number}`);
  try {
    const { rows, ...sample } = job.resample === "pairs" ? drawPairs(job, draw) : drawPatients(job, draw);
    return job.estimates.map(({ estimate, data }) =>
      orReason(() => estimatePointEffect(estimate, { ...sample, design: job.design, data: takeOutcome(data, rows) })),
    );
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return job.estimates.map(() => error.message);
  }
}

type Sample = Omit<PointInput, "data" | "design"> & { readonly rows: Int32Array };

function drawPatients({ design, name, seed, patients, covariates }: ReplicateJob, draw: Stream): Sample {
  const rows = drawWithinArms(patients.trial, draw);
  const sample = { patients: takePatients(patients, rows), covariates: takeCovariates(covariates, rows) };
  const { weights } = deriveDesign(withoutAlternatives(design), { name, seed, ...sample });
  return { rows, ...sample, weights };
}

/** As many rows of each arm as it has, with replacement, ascending. */
function drawWithinArms(trial: Uint8Array, draw: Stream): Int32Array {
  const arms: [number[], number[]] = [[], []];
  for (const [row, side] of trial.entries()) arms[side === 1 ? 1 : 0].push(row);
  const times = new Int32Array(trial.length);
  for (const own of arms) for (let k = 0; k < own.length; k += 1) times[own[draw.integer(own.length)]!]! += 1;
  const rows = new Int32Array(trial.length);
  let at = 0;
  for (const [row, count] of times.entries()) for (let k = 0; k < count; k += 1, at += 1) rows[at] = row;
  return rows;
}

/** Matched sets with replacement; the copies of a set are sets of their own. */
function drawPairs({ patients, covariates, weights }: ReplicateJob, draw: Stream): Sample {
  const { pair } = weights;
  if (pair === null) throw new Error("resampling pairs needs a design that pairs");
  const members = new Map<number, number[]>();
  for (const [row, id] of pair.entries()) {
    if (id < 0) continue;
    const known = members.get(id);
    if (known === undefined) members.set(id, [row]);
    else known.push(row);
  }
  const sets = Array.from(members.keys()).sort((a, b) => a - b);
  const drawn = sets.map(() => sets[draw.integer(sets.length)]!);
  const copies = drawn.flatMap((id, set) => members.get(id)!.map((row) => ({ row, set })));
  copies.sort((a, b) => a.row - b.row || a.set - b.set);
  const rows = Int32Array.from(copies, ({ row }) => row);
  return {
    rows,
    patients: takePatients(patients, rows),
    covariates: takeCovariates(covariates, rows),
    weights: {
      design: weights.design,
      kind: weights.kind,
      weight: Float64Array.from(rows, (row) => weights.weight[row]!),
      pair: Int32Array.from(copies, ({ set }) => set),
    },
  };
}

/** Other orders of breaking ties are a question about the sample, not about a resample. */
function withoutAlternatives(design: Design): Design {
  if (!("tieOrders" in design)) return design;
  const { tieOrders: _, ...rest } = design;
  return rest;
}

function orReason(value: () => number): number | string {
  try {
    return value();
  } catch (error) {
    if (!(error instanceof EstimationError)) throw error;
    return error.message;
  }
}
