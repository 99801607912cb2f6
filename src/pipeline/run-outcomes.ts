import { deriveCollected, type EndpointResult } from "../endpoints/derive-collected.js";
import { DataError } from "../errors.js";
import { estimateEffect } from "../outcomes/estimate-effect.js";
import { estimateTieRange } from "../outcomes/tie-range.js";
import type { ResultRecord } from "../results/records.js";
import type { Source } from "../source/open-source.js";
import { isDerived } from "../spec/endpoint.js";
import type { Study } from "./open-study.js";
import { blockedReason, type VariantDesign } from "./run-designs.js";

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
  const outcomes: VariantOutcomes[] = [];
  for (const [k, design] of designs.entries()) {
    study.effects.progress("outcomes", k / designs.length);
    const endpoints = await study.clock.time("endpoints", () => deriveEndpoints(design, source));
    const records = await study.clock.time("outcomes", () => estimateAll(design, endpoints));
    outcomes.push({
      variant: design.variant.id,
      records: [...[...endpoints.values()].flatMap((endpoint) => endpoint.records), ...records],
    });
  }
  return outcomes;
}

async function deriveEndpoints(
  { variant, cohort }: VariantDesign,
  source: Source,
): Promise<Map<string, EndpointResult>> {
  const wanted = new Set(Object.values(variant.estimates).map((estimate) => estimate.endpoint));
  const derived = new Map<string, EndpointResult>();
  for (const name of wanted) {
    const endpoint = variant.endpoints[name]!;
    if (isDerived(endpoint)) throw new DataError(`${endpoint.kind} is not derived yet → endpoints.${name}`);
    try {
      derived.set(name, await deriveCollected(variant.id, name, endpoint, cohort.patients, source.store));
    } catch (error) {
      if (error instanceof DataError && variant.id !== "main")
        throw new DataError(`${error.message} (sensitivity analysis "${variant.id}")`);
      throw error;
    }
  }
  return derived;
}

function estimateAll(
  { variant, cohort, designs }: VariantDesign,
  endpoints: Map<string, EndpointResult>,
): ResultRecord[] {
  return Object.entries(variant.estimates).flatMap(([name, estimate]) => {
    const design = designs.find((candidate) => candidate.name === estimate.design)!;
    const { data } = endpoints.get(estimate.endpoint)!;
    const role = variant.role === "main" ? estimate.role : variant.role;
    const input = {
      variant: variant.id,
      name,
      estimate,
      role,
      patients: cohort.patients,
      data,
      weights: design.weights,
      blocked: blockedReason(design),
    };
    const estimated = estimateEffect(input);
    return design.alternatives === null
      ? estimated
      : [...estimated, ...estimateTieRange(input, estimated, design.alternatives)];
  });
}
