import { type EffectInput, estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../outcomes/imputed-effect.js";
import type { Replicates } from "../outcomes/replicates.js";
import { estimateSubgroup } from "../outcomes/subgroup-effects.js";
import { testFamily } from "../outcomes/test-family.js";
import { estimateTieRange } from "../outcomes/tie-range.js";
import type { ResultRecord } from "../results/records.js";
import type { Analysis } from "../spec/analysis.js";
import { summaryOf } from "../spec/endpoint-summary.js";
import { measures } from "../spec/measures.js";
import type { CurveVariant } from "../spec/plan.js";
import { isOfCurve, keepCurveRecords } from "./curve-records.js";
import type { VariantEndpoints } from "./derive-variant-endpoints.js";
import { describeResponders } from "./describe-responders.js";
import { describeResponseCourse } from "./describe-response-course.js";
import { type AfterLockDesigns, estimateAfterLock } from "./estimate-after-lock.js";
import { outcomeOf } from "./outcome-of.js";
import { replicateVariant } from "./replicate-variant.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";
import { weighLevels } from "./subgroup-designs.js";

export interface EstimationWork extends Pick<Analysis, "seed" | "multiplicity"> {
  /** Of the resamples. */
  readonly progress: (share: number) => void;
}

/** The outcome records of one variant, its designs carried out and its endpoints derived: every estimate of it, and what is told of responders. */
export async function estimateVariant(
  design: VariantDesign,
  endpoints: Pick<VariantEndpoints, "data" | "courses">,
  { seed, multiplicity, progress }: EstimationWork,
): Promise<ResultRecord[]> {
  const replicates = await replicateVariant(design, endpoints.data, { seed, progress });
  const estimated = estimateAll(design, endpoints, { replicates, seed });
  return isOfCurve(design.variant)
    ? keepCurveRecords(estimated, effectOf(design.variant))
    : [...estimated, ...testMain(multiplicity, design, estimated), ...describeAll(design, endpoints)];
}

/** The statistic that a combination of a curve is about. */
const effectOf = ({ estimates }: CurveVariant): string => measures[Object.values(estimates)[0]!.measure].effect;

/** What the tests of the main analysis claim as a family, where the plan makes them one. */
function testMain(
  multiplicity: Analysis["multiplicity"],
  { variant }: VariantDesign,
  estimated: readonly ResultRecord[],
): ResultRecord[] {
  return multiplicity === undefined || variant.role !== "main"
    ? []
    : testFamily(multiplicity, variant.estimates, estimated);
}

function estimateAll(
  { variant, cohort, designs }: VariantDesign,
  { data: endpoints }: Pick<VariantEndpoints, "data">,
  { replicates, seed }: { readonly replicates: ReadonlyMap<string, Replicates>; readonly seed: number },
): ResultRecord[] {
  const afterLock: AfterLockDesigns = new Map();
  return Object.entries(variant.estimates).flatMap(([name, estimate]) => {
    const design = designs.find((candidate) => candidate.name === estimate.design)!;
    const data = outcomeOf(estimate, endpoints);
    const role = variant.role === "main" ? estimate.role : variant.role;
    const own = replicates.get(name);
    const input = {
      variant: variant.id,
      name,
      estimate,
      design: variant.designs[estimate.design]!,
      role,
      patients: cohort.patients,
      covariates: cohort.covariates,
      data,
      weights: design.weights,
      blocked: blockedReason(design),
      ...(own === undefined ? {} : { replicates: own }),
    };
    if (design.completed !== null && estimate.imputation !== undefined)
      return estimateAfterLock(input, seed, afterLock);
    if (design.completed !== null) return estimateImputedEffect(input, design.completed);
    const estimated = estimateEffect(input);
    return [
      ...estimated,
      ...(design.alternatives === null || isOfCurve(variant)
        ? []
        : estimateTieRange(input, estimated, design.alternatives)),
      ...estimateSubgroups(input, cohort, seed),
    ];
  });
}

/** The effect within the levels of each subgroup the estimate names. */
function estimateSubgroups(input: EffectInput, cohort: VariantDesign["cohort"], seed: number): ResultRecord[] {
  const { estimate, design, weights, blocked } = input;
  return Object.entries(estimate.subgroups ?? {}).flatMap(([name, subgroup]) => {
    const levels = weighLevels({ cohort, design, weights, blocked, name: estimate.design, seed }, subgroup);
    return estimateSubgroup(input, name, subgroup, levels);
  });
}

/** What is told of responders and of the course of responses, arm by arm; in the main analysis. */
function describeAll(
  { variant, cohort }: VariantDesign,
  { data, courses }: Pick<VariantEndpoints, "data" | "courses">,
): ResultRecord[] {
  if (variant.id !== "main") return [];
  const { patients } = cohort;
  const responders = [...data].flatMap(([name, outcome]) => {
    const isOfResponders = summaryOf(variant.endpoints[name]!) === "of-responders";
    if (!isOfResponders || outcome.kind !== "survival") return [];
    const of = courses.find(({ companions: { duration, timeToResponse } }) =>
      [duration.variable, timeToResponse.variable].includes(name),
    );
    const responses = of === undefined ? {} : { responses: of.companions.response };
    return describeResponders(variant.id, name, { data: outcome, patients, ...responses });
  });
  return [...responders, ...courses.flatMap((course) => describeResponseCourse(variant.id, course, patients))];
}
