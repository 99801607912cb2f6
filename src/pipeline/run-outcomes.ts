import { describeFollowUp } from "../outcomes/describe-follow-up.js";
import type { ResultRecord } from "../results/records.js";
import { type Dataset, readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import { summaryOf } from "../spec/endpoint-summary.js";
import { deriveVariantEndpoints, type VariantEndpoints } from "./derive-variant-endpoints.js";
import { estimateVariant } from "./estimate-variant.js";
import type { Study } from "./open-study.js";
import { findPossibleFollowUp } from "./possible-follow-up.js";
import type { VariantDesign } from "./run-designs.js";

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
    study.clock.count("estimates", Object.keys(design.variant.estimates).length);
    const records = await study.clock.time("outcomes", async () => [
      ...(await estimateVariant(design, endpoints, {
        ...study.plan.analysis,
        progress: (share) => study.effects.progress("bootstrap", share),
      })),
      ...describeMainFollowUp(study, design, endpoints, datasets),
    ]);
    outcomes.push({ variant, records: [...endpoints.records, ...records] });
  }
  return outcomes;
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
