import { deriveDesign } from "../design/methods.js";
import { prepareResampledWeights } from "../design/resampled-weights.js";
import { EstimationError } from "../errors.js";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { DesignWeights } from "../frame/design-weights.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import { patientClusters } from "../frame/patient-clusters.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { takeCovariates, takeOutcome, takePatients } from "../frame/take-rows.js";
import { type Stream, stream } from "../math/stream.js";
import { estimatePointEffect, type PointInput } from "../outcomes/point-effect.js";
import { prepareResampledHazardRatio } from "../outcomes/resampled-hazard-ratio.js";
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
 * Replicates `from` to `to` − 1: patients drawn with replacement within each arm (with all their lines, where rows are lines), as many as the arm has, and the whole design carried
 * out anew on them (propensity fitted, patients weighted or matched); or matched sets drawn as they are. The cohort is fixed. A replicate
 * depends on the job and its number alone. What cannot be estimated in a resample is a reason, not an end.
 */
export function estimateReplicates(job: ReplicateJob, from: number, to: number): Replicate[] {
  const estimateOne = prepareReplicates(job);
  return Array.from({ length: to - from }, (_, k) => estimateOne(from + k));
}

/** What estimates any replicate of a job, given its number: what all replicates share is made here, once. */
export function prepareReplicates(job: ReplicateJob): (number: number) => Replicate {
  const draw = job.resample === "pairs" ? preparePairs(job) : preparePatients(job);
  return (number) => {
    try {
      const resample = draw(stream(job.seed, `bootstrap/${job.name}/${number}`));
      return job.estimates.map((each, k) => orReason(() => estimateOn(each, job.design, resample, k)));
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      return job.estimates.map(() => error.message);
    }
  };
}

/** A resample: its rows written out when an estimate asks for them, and estimates that need no more than counts, by their place in the job. */
interface Resample {
  readonly sample: () => Sample;
  readonly estimated: readonly (number | null)[];
}

type Sample = Omit<PointInput, "data" | "design"> & { readonly rows: Int32Array };

function estimateOn(
  { estimate, data }: ReplicateJob["estimates"][number],
  design: Design,
  { sample, estimated }: Resample,
  place: number,
): number {
  const known = estimated[place] ?? null;
  if (known !== null) return known;
  const { rows, ...input } = sample();
  return estimatePointEffect(estimate, { ...input, design, data: takeOutcome(data, rows) });
}

/** Patients drawn within each arm. Where the design and an estimate can do with how often each patient is drawn, no rows are written out. */
function preparePatients(job: ReplicateJob): (draw: Stream) => Resample {
  const { patients, covariates, name, seed } = job;
  const design = withoutAlternatives(job.design);
  const arms = ([0, 1] as const).map((side) => drawnTogether(patients, side));
  const weigh = prepareResampledWeights(design, { name, seed, patients, covariates });
  const { weight } = job.weights;
  const ratios = job.estimates.map(({ estimate, data }) =>
    weigh === null ? null : prepareResampledHazardRatio(estimate, { patients, data, weight }),
  );
  return (draw) => {
    const count = drawWithinArms(patients.n, arms, draw);
    const own = weigh?.(count) ?? null;
    const sample = once((): Sample => {
      const rows = writeOut(count);
      const taken = { patients: takePatients(patients, rows), covariates: takeCovariates(covariates, rows) };
      if (own === null) return { rows, ...taken, weights: deriveDesign(design, { name, seed, ...taken }).weights };
      const { design: of, kind } = job.weights;
      return {
        rows,
        ...taken,
        weights: { design: of, kind, weight: Float64Array.from(rows, (row) => own[row]!), pair: null },
      };
    });
    return { sample, estimated: ratios.map((ratio) => (own === null ? null : (ratio?.(count, own) ?? null))) };
  };
}

/** The rows of each patient of an arm: one, or all his lines. */
function drawnTogether(patients: PatientFrame, side: 0 | 1): readonly (readonly number[])[] {
  const clusters = patientClusters(patients);
  const found = new Map<number, number[]>();
  for (let row = 0; row < patients.n; row += 1) {
    if (patients.trial[row] !== side) continue;
    const patient = clusters === null ? row : clusters[row]!;
    const known = found.get(patient);
    if (known === undefined) found.set(patient, [row]);
    else known.push(row);
  }
  return [...found.values()];
}

/** How often each of n rows is drawn: of each arm as many patients as it has, with replacement. */
function drawWithinArms(n: number, arms: readonly (readonly (readonly number[])[])[], draw: Stream): Int32Array {
  const times = new Int32Array(n);
  for (const own of arms)
    for (let k = 0; k < own.length; k += 1) for (const row of own[draw.integer(own.length)]!) times[row]! += 1;
  return times;
}

/** The rows of a resample, ascending, each as often as it is drawn. */
function writeOut(times: Int32Array): Int32Array {
  const rows = new Int32Array(times.reduce((total, count) => total + count, 0));
  let at = 0;
  for (const [row, count] of times.entries()) for (let k = 0; k < count; k += 1, at += 1) rows[at] = row;
  return rows;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Matched sets with replacement; the copies of a set are sets of their own. Where an estimate can do with how often each patient is drawn, no rows are written out. */
function preparePairs({ patients, covariates, weights, estimates }: ReplicateJob): (draw: Stream) => Resample {
  const { pair, weight } = weights;
  if (pair === null) throw new Error("resampling pairs needs a design that pairs");
  const members = new Map<number, number[]>();
  for (const [row, id] of pair.entries()) {
    if (id < 0) continue;
    const known = members.get(id);
    if (known === undefined) members.set(id, [row]);
    else known.push(row);
  }
  const sets = Array.from(members.keys()).sort((a, b) => a - b);
  const matched = sets.flatMap((id) => members.get(id)!);
  const ratios = estimates.map(({ estimate, data }) => {
    // A set with a member missing is left out whole, which rows written out know.
    const isWhole = matched.every((row) => data.available[row] === 1);
    return isWhole ? prepareResampledHazardRatio(estimate, { patients, data, weight }) : null;
  });
  return (draw) => {
    const drawn = sets.map(() => sets[draw.integer(sets.length)]!);
    const count = new Int32Array(patients.n);
    for (const id of drawn) for (const row of members.get(id)!) count[row]! += 1;
    const sample = once(() => writeOutSets({ patients, covariates, weights }, members, drawn));
    return { sample, estimated: ratios.map((ratio) => ratio?.(count, weight) ?? null) };
  };
}

/** The rows of drawn sets, ascending, each copy in the set it was drawn with. */
function writeOutSets(
  { patients, covariates, weights }: Pick<ReplicateJob, "patients" | "covariates" | "weights">,
  members: ReadonlyMap<number, readonly number[]>,
  drawn: readonly number[],
): Sample {
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
