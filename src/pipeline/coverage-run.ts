import { runDesign } from "../design/run-design.js";
import { stream } from "../math/stream.js";
import { type EffectInput, estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../outcomes/imputed-effect.js";
import type { Replicates } from "../outcomes/replicates.js";
import { estimateSubgroup } from "../outcomes/subgroup-effects.js";
import type { ResultRecord } from "../results/records.js";
import { designSchema } from "../spec/design.js";
import { type Estimate, estimateSchema } from "../spec/estimate.js";
import { type CoverageSample, drawCoverageWorld } from "./coverage-draw.js";
import type { CoverageMethod } from "./coverage-method.js";
import { type CoverageResult, readCoverage } from "./coverage-read.js";
import { estimateAfterLock } from "./estimate-after-lock.js";
import { estimateReplicates } from "./replicate.js";
import { weighLevels } from "./subgroup-designs.js";

/** Run `number` of a method: patients drawn, the design carried out, the estimate made. Depends on its two arguments alone. */
export function runCoverage(method: CoverageMethod, number: number): CoverageResult {
  const { world, outcome } = method;
  const sample = drawCoverageWorld(
    world,
    outcome,
    stream(20250701, `coverage/${world.name}/${outcome}/${number}`).uniform,
  );
  const { patients, covariates, data } = sample;
  const design = designSchema.parse({ label: "D", ...method.design });
  const estimate = estimateSchema.parse({
    ...{ label: "E", endpoint: "e", design: "d", role: "primary" },
    ...method.fields,
  });
  const { weights, completed } = runDesign("main", "d", design, patients, covariates, number);
  const common = { variant: "main", name: "e", role: "primary", blocked: null } as const;
  const input: EffectInput = { ...common, estimate, design, patients, covariates, data, weights };
  const records =
    completed === null
      ? [
          ...estimateEffect({ ...input, ...resample(input, sample, estimate, number) }),
          ...estimateSubgroups(input, sample, number),
        ]
      : estimate.imputation === undefined
        ? estimateImputedEffect(input, completed)
        : estimateAfterLock({ ...input, covariates }, number, new Map());
  return readCoverage(records, method, estimate);
}

/** The replicates of an estimate whose variance is the bootstrap. */
function resample(
  { design, weights }: EffectInput,
  { patients, covariates, data }: CoverageSample,
  estimate: Estimate,
  seed: number,
): { readonly replicates?: Replicates } {
  if (estimate.bootstrap === undefined || weights === null) return {};
  const { replicates: drawn, resample: of } = estimate.bootstrap;
  const job = { design, name: "d", seed, resample: of, patients, covariates, weights, estimates: [{ estimate, data }] };
  const values = estimateReplicates(job, 0, drawn).flatMap(([value]) => (typeof value === "number" ? [value] : []));
  return { replicates: { values: Float64Array.from(values), drawn, failures: [] } };
}

function estimateSubgroups(input: EffectInput, cohort: CoverageSample, seed: number): ResultRecord[] {
  const { design, weights, blocked } = input;
  return Object.entries(input.estimate.subgroups ?? {}).flatMap(([name, subgroup]) => {
    const levels = weighLevels({ cohort, design, weights, blocked, name: "d", seed }, subgroup);
    return estimateSubgroup(input, name, subgroup, levels);
  });
}
