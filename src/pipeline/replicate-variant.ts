import { availableParallelism } from "node:os";
import type { CovariateMatrix } from "../frame/covariate-matrix.js";
import type { OutcomeData } from "../frame/outcome-data.js";
import type { Replicates } from "../outcomes/replicates.js";
import { censoringWeightsOf } from "../spec/check-censoring.js";
import { type Design, termsOf } from "../spec/design.js";
import type { Estimate } from "../spec/estimate.js";
import { covariatesOf } from "../spec/term.js";
import { outcomeOf } from "./outcome-of.js";
import type { Replicate } from "./replicate.js";
import { runReplicates } from "./replicate-threads.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";

/** Resampling this many patients in all takes longer than starting a thread. */
const WORTH_A_THREAD = 200_000;

export interface ReplicateOptions {
  readonly seed: number;
  readonly progress: (share: number) => void;
}

/** The replicates of every estimate of a variant whose variance is the bootstrap, by the estimate's name. Estimates of one design share its resamples. */
export async function replicateVariant(
  design: VariantDesign,
  data: ReadonlyMap<string, OutcomeData>,
  { seed, progress }: ReplicateOptions,
): Promise<Map<string, Replicates>> {
  const found = new Map<string, Replicates>();
  const groups = groupEstimates(design);
  for (const [k, { name, resample, members }] of groups.entries()) {
    const { patients } = design.cohort;
    const weights = design.designs.find((candidate) => candidate.name === name)!.weights!;
    const count = Math.max(...members.map(([, estimate]) => estimate.bootstrap!.replicates));
    const estimates = members.map(([, estimate]) => ({ estimate, data: outcomeOf(estimate, data) }));
    const spec = design.variant.designs[name]!;
    const covariates = selectCovariates(design, spec, members);
    const job = { design: spec, name, seed, resample, patients, covariates, weights, estimates };
    const worth = Math.floor((count * patients.n) / WORTH_A_THREAD);
    const replicates = await runReplicates(job, {
      count,
      threads: worth < 2 ? 0 : Math.min(availableParallelism() - 1, worth),
      progress: (share) => progress((k + share) / groups.length),
    });
    for (const [m, [estimateName, estimate]] of members.entries())
      found.set(estimateName, collect(replicates.slice(0, estimate.bootstrap!.replicates), m));
  }
  return found;
}

interface Group {
  readonly name: string;
  readonly resample: "patients" | "pairs";
  readonly members: (readonly [string, Estimate])[];
}

/** By design and by what is drawn; those of a design that is not used have no replicates. */
function groupEstimates({ variant, designs }: VariantDesign): Group[] {
  const groups = new Map<string, Group>();
  for (const [name, estimate] of Object.entries(variant.estimates)) {
    const design = designs.find((candidate) => candidate.name === estimate.design)!;
    if (estimate.variance !== "bootstrap" || estimate.bootstrap === undefined) continue;
    if (design.weights === null || blockedReason(design) !== null) continue;
    const { resample } = estimate.bootstrap;
    const key = `${estimate.design}/${resample}`;
    const group = groups.get(key) ?? { name: estimate.design, resample, members: [] };
    group.members.push([name, estimate]);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The covariates that the design or an estimate (strata, outcome model) looks at: no other is resampled. */
function selectCovariates({ cohort }: VariantDesign, design: Design, members: Group["members"]): CovariateMatrix {
  const { terms, exact } = termsOf(design);
  const strata = members.flatMap(([, estimate]) => ("strata" in estimate ? (estimate.strata ?? []) : []));
  const models = members.flatMap(([, estimate]) => [
    ...("adjustment" in estimate ? (estimate.adjustment?.terms ?? []) : []),
    ...(censoringWeightsOf(estimate)?.terms ?? []),
  ]);
  const used = new Set([...[...terms, ...models].flatMap(covariatesOf), ...exact, ...strata]);
  const columns = cohort.covariates.columns.filter((column) => used.has(column.name));
  return { n: cohort.covariates.n, columns };
}

function collect(replicates: readonly Replicate[], member: number): Replicates {
  const values: number[] = [];
  const reasons = new Map<string, number>();
  for (const replicate of replicates) {
    const value = replicate[member]!;
    if (typeof value === "number") values.push(value);
    else reasons.set(value, (reasons.get(value) ?? 0) + 1);
  }
  const failures = [...reasons].map(([reason, count]) => ({ reason, count }));
  return { values: Float64Array.from(values), drawn: replicates.length, failures };
}
