import { holdsSource, sourceTableOf } from "../endpoints/check-sources.js";
import { findCollected } from "../endpoints/find-collected.js";
import { DataError } from "../errors.js";
import type { Source } from "../source/open-source.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { datasetsOf } from "../spec/cohort.js";
import { type Endpoint, isDerived } from "../spec/endpoint.js";
import type { CurveVariant, PlanVariant } from "../spec/plan.js";
import { endpointsOf } from "./endpoints-of.js";
import type { Study } from "./open-study.js";

/**
 * Whether the data hold what each endpoint that is estimated is made of, told before any design is made, not after it is locked. Reads
 * that rows exist, and no outcome. Returns a line for each arm that has none of an endpoint: no contrast can be made of it. Throws DataError
 * where neither arm has any.
 */
export async function checkEndpointSources(study: Study, source: Source): Promise<string[]> {
  const lines: string[] = [];
  for (const variant of [...study.plan.variants, ...firstOfCurves(study.plan.curves)]) {
    const where = variant.id === "main" ? "" : ` (sensitivity analysis "${variant.id}")`;
    try {
      for (const [name, endpoint] of endpointsOf(variant)) {
        const lacking = await findLacking(variant, endpoint, source, `endpoints.${name}`);
        lines.push(...lacking.map((line) => `${line}${where}`));
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${error.message}${where}`);
    }
  }
  for (const [name, line] of Object.entries(study.plan.analysis.bias ?? {}))
    if (line.method === "negative-controls")
      for (const [i, event] of line.events.entries()) {
        const at = `bias.${name}.events[${i}]`;
        await findCollected(source.store, { kind: "collected-event", event }, at, at);
      }
  return [...new Set(lines)];
}

/** The combinations of curves whose cohort or endpoints no combination before them has. */
function firstOfCurves(curves: readonly CurveVariant[]): CurveVariant[] {
  const keyOf = (variant: CurveVariant) => canonicalJson({ cohort: variant.cohort, endpoints: endpointsOf(variant) });
  const seen = new Map(curves.toReversed().map((variant) => [keyOf(variant), variant.id]));
  return curves.filter((variant) => seen.get(keyOf(variant)) === variant.id);
}

async function findLacking(variant: PlanVariant, endpoint: Endpoint, source: Source, at: string): Promise<string[]> {
  const { trial, control } = variant.cohort;
  const datasets = [...new Set([...datasetsOf(trial), ...datasetsOf(control)])];
  const what = isDerived(endpoint)
    ? `rows of ${sourceTableOf({ endpoint })}`
    : `"${endpoint.event}" in collected_event`;
  const holding = new Set<string>();
  if (!isDerived(endpoint)) for (const id of await findCollected(source.store, endpoint, at)) holding.add(id);
  else for (const id of datasets) if (await holdsSource(source.store, id, endpoint)) holding.add(id);
  const lacking = datasets.filter((dataset) => !holding.has(dataset));
  if (lacking.length === datasets.length)
    throw new DataError(
      `${endpoint.kind} needs ${what}; dataset ${lacking.map((id) => `"${id}"`).join(" and ")} has none → ${at}`,
    );
  return lacking.map((id) => `dataset "${id}" has no ${what}: no contrast can be made of it → ${at}`);
}
