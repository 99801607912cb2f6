import { describeFollowUp } from "../outcomes/describe-follow-up.js";
import { type EffectInput, estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateImputedEffect } from "../outcomes/imputed-effect.js";
import type { Replicates } from "../outcomes/replicates.js";
import { estimateSubgroup } from "../outcomes/subgroup-effects.js";
import { testFamily } from "../outcomes/test-family.js";
import { estimateTieRange } from "../outcomes/tie-range.js";
import type { ResultRecord } from "../results/records.js";
import { type Dataset, readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import { summaryOf } from "../spec/endpoint-summary.js";
import { measures } from "../spec/measures.js";
import type { CurveVariant } from "../spec/plan.js";
import { isOfCurve, keepCurveRecords } from "./curve-records.js";
import { deriveVariantEndpoints, type VariantEndpoints } from "./derive-variant-endpoints.js";
import { describeResponders } from "./describe-responders.js";
import { describeResponseCourse } from "./describe-response-course.js";
import { type AfterLockDesigns, estimateAfterLock } from "./estimate-after-lock.js";
import type { Study } from "./open-study.js";
import { outcomeOf } from "./outcome-of.js";
import { findPossibleFollowUp } from "./possible-follow-up.js";
import { replicateVariant } from "./replicate-variant.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";
import { weighLevels } from "./subgroup-designs.js";

/** Endpoint and outcome records of one variant. */
export interface VariantOutcomes {
  readonly variant: string;
  readonly records: readonly ResultRecord[];
}

/** Derives the endpoints of every variant and estimates its effects. Only called with the lock held against the design. */
export async function runOutcomes(
  study: Study,
  designs: readonly VariantDesign[],
  source: Source,
): Promise<VariantOutcomes[]> {
  const { patientFigures } = study.plan.analysis.report;
  const derived = await study.clock.time("endpoints", () =>
    deriveVariantEndpoints(designs, source, {
      progress: (share) => study.effects.progress("endpoints", share),
      count: study.clock.count,
      ...(patientFigures === undefined ? {} : { drawn: patientFigures }),
    }),
  );
  const datasets = await readDatasets(source.store);
  const outcomes: VariantOutcomes[] = [];
  for (const [k, design] of designs.entries()) {
    study.effects.progress("outcomes", k / designs.length);
    const variant = design.variant.id;
    const endpoints = derived.get(variant)!;
    const records = await study.clock.time("outcomes", async () => {
      const replicates = await replicateVariant(design, endpoints.data, {
        seed: study.plan.analysis.seed,
        progress: (share) => study.effects.progress("bootstrap", share),
      });
      const { seed } = study.plan.analysis;
      study.clock.count("estimates", Object.keys(design.variant.estimates).length);
      const estimated = estimateAll(design, endpoints, { replicates, seed });
      return isOfCurve(design.variant)
        ? keepCurveRecords(estimated, effectOf(design.variant))
        : [
            ...estimated,
            ...testMain(study, design, estimated),
            ...describeAll(design, endpoints),
            ...describeMainFollowUp(study, design, endpoints, datasets),
          ];
    });
    outcomes.push({ variant, records: [...endpoints.records, ...records] });
  }
  return outcomes;
}

/** The statistic that a combination of a curve is about. */
const effectOf = ({ estimates }: CurveVariant): string => measures[Object.values(estimates)[0]!.measure].effect;

/** What the tests of the main analysis claim as a family, where the plan makes them one. */
function testMain({ plan }: Study, { variant }: VariantDesign, estimated: readonly ResultRecord[]): ResultRecord[] {
  const { multiplicity } = plan.analysis;
  return multiplicity === undefined || variant.role !== "main"
    ? []
    : testFamily(multiplicity, variant.estimates, estimated);
}

/** How long and how completely the arms of the main analysis were followed, for each time to event it compares. */
function describeMainFollowUp(
  { plan }: Study,
  { variant, cohort: { patients } }: VariantDesign,
  { data }: VariantEndpoints,
  datasets: readonly Dataset[],
): ResultRecord[] {
  if (variant.role !== "main") return [];
  const tauDays = plan.analysis.followUp?.tauDays;
  return [...data].flatMap(([name, outcome]) => {
    const endpoint = variant.endpoints[name]!;
    if (summaryOf(endpoint) !== "time-to-event" || outcome.kind !== "survival") return [];
    const possible = findPossibleFollowUp(patients, datasets, {
      tauDays,
      ends: "ends" in endpoint ? endpoint.ends : undefined,
    });
    return describeFollowUp(variant.id, name, { data: outcome, patients }, possible);
  });
}

function estimateAll(
  { variant, cohort, designs }: VariantDesign,
  { data: endpoints }: VariantEndpoints,
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
function describeAll({ variant, cohort }: VariantDesign, { data, courses }: VariantEndpoints): ResultRecord[] {
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
