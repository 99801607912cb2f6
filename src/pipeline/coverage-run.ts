import { runDesign } from "../design/run-design.js";
import { stream } from "../math/stream.js";
import { linearNames } from "../outcomes/effect.js";
import { type EffectInput, estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../outcomes/imputed-effect.js";
import type { Replicates } from "../outcomes/replicates.js";
import type { ResultRecord, Statistic } from "../results/records.js";
import { designSchema } from "../spec/design.js";
import { type Estimate, estimateSchema } from "../spec/estimate.js";
import { measures } from "../spec/measures.js";
import type { CoverageMethod } from "./coverage-methods.js";
import { type CoverageSample, drawCoverageWorld } from "./coverage-worlds.js";
import { estimateAfterLock } from "./estimate-after-lock.js";
import { estimateReplicates } from "./replicate.js";

/** What one run gave: the linear estimate and its standard error (null of an interval without one), and whether the interval holds the truth. */
export interface CoverageResult {
  readonly linear: number | null;
  readonly se: number | null;
  readonly covers: boolean;
}

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
      ? estimateEffect({ ...input, ...resample(input, sample, estimate, number) })
      : estimate.imputation === undefined
        ? estimateImputedEffect(input, completed)
        : estimateAfterLock({ ...input, covariates }, number, new Map());
  return readResult(records, method, estimate);
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

function readResult(
  records: readonly ResultRecord[],
  { arm, truth, hasSe }: CoverageMethod,
  { measure }: Estimate,
): CoverageResult {
  const { effect } = measures[measure];
  const names = linearNames(measures[measure]);
  const value = (statistic: string): number | null =>
    records.find(
      (record): record is Statistic =>
        record.kind === "statistic" &&
        record.group === (arm === undefined ? null : "trial") &&
        record.level === (arm?.level ?? null) &&
        record.statistic === statistic,
    )?.value ?? null;
  const main = arm?.statistic ?? effect;
  const [lower, upper] = [value(`${main}_lower`), value(`${main}_upper`)];
  const covers = lower !== null && upper !== null && lower <= truth && truth <= upper;
  const linear = arm === undefined && hasSe ? value(names.value ?? effect) : value(main);
  return { linear, se: hasSe ? value(names.se) : null, covers };
}
