import type { Curve } from "./curve.js";
import { deriveCurveGrid } from "./curve-grid.js";
import { type Endpoint, isDerived } from "./endpoint.js";
import { hashOf } from "./hash.js";
import type { Plan } from "./plan.js";
import { withoutLabels } from "./without-labels.js";

/** The hashes a design is locked on. Labels and explanations change none of them. */
export interface PlanHashes {
  /** Of everything that decides who is compared and with what weight, over all variants. */
  readonly design: string;
  /**
   * Of each endpoint, estimate and sensitivity analysis, by name; lines of the bias panel as `bias.x`, comparisons as `comparison.x`, what is
   * asked of the data as `fitness.thresholds`, the family of tests as `multiplicity.tests`, the common horizon as `followUp.horizon`, each combination of a curve as `curve.x.option.option`.
   */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly estimates: Readonly<Record<string, string>>;
  readonly sensitivity: Readonly<Record<string, string>>;
}

/** The hashes of a plan. The design's covers the source, cohort, covariates and their harmonisation, designs and seed of the main analysis; a sensitivity analysis has its own. */
export function planHashes(plan: Plan): PlanHashes {
  const { source, cohort, covariates, designs, seed, specVersion, estimates, sensitivity } = plan.analysis;
  const { imaging, endpoints, bias, comparison, curves, fitness, followUp, harmonisation, multiplicity } =
    plan.analysis;
  const harmonised = harmonisation === undefined ? {} : { harmonisation };
  return {
    design: hashOf(withoutLabels({ specVersion, source, cohort, covariates, ...harmonised, designs, seed })),
    endpoints: hashEach(mapValues(endpoints, (endpoint) => (isDerived(endpoint) ? { endpoint, imaging } : endpoint))),
    estimates: hashEach(estimates),
    sensitivity: {
      ...hashEach(sensitivity),
      ...hashCombinations(curves ?? {}),
      ...prefix("bias", hashEach(bias ?? {})),
      ...prefix("comparison", hashEach(comparison ?? {})),
      ...(multiplicity === undefined ? {} : { "multiplicity.tests": hashOf(multiplicity) }),
      ...(followUp === undefined ? {} : { "followUp.horizon": hashOf(followUp) }),
      ...(fitness === undefined ? {} : { "fitness.thresholds": hashOf(withoutLabels({ ...fitness, reasons: {} })) }),
    },
  };
}

/** A derived endpoint is what it is by the imaging section too; one taken as given is not. */
function mapValues(
  endpoints: Readonly<Record<string, Endpoint>>,
  change: (endpoint: Endpoint) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(endpoints).map(([name, endpoint]) => [name, change(endpoint)]));
}

function hashCombinations(curves: Readonly<Record<string, Curve>>): Record<string, string> {
  const points = Object.entries(curves).flatMap(([name, curve]) =>
    deriveCurveGrid(name, curve).map(({ id, patches }) => [id, { estimate: curve.estimate, patches }] as const),
  );
  return hashEach(Object.fromEntries(points));
}

function hashEach(section: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(section).map(([name, value]) => [name, hashOf(withoutLabels(value))]));
}

function prefix(section: string, hashes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [`${section}.${name}`, hash]));
}
