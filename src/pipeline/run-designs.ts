import { selectBlockingGates } from "../design/check-gates.js";
import type { Propensity } from "../design/fit-propensity.js";
import { type DesignResult, describeEligible, runDesign } from "../design/run-design.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import { canonicalJson } from "../spec/canonical-json.js";
import { withoutLabels } from "../spec/without-labels.js";
import { isOfCurve, keepCurveRecords } from "./curve-records.js";
import type { VariantCohort } from "./derive-cohorts.js";
import type { Study } from "./open-study.js";

/** A variant with its patients and its designs carried out. Sees no outcome. */
export interface VariantDesign extends VariantCohort {
  readonly eligible: readonly ResultRecord[];
  readonly designs: readonly DesignResult[];
}

/** Carries out the designs of every variant. Variants that share their patients share what they do alike: a design, or the propensity model of several. */
export async function runDesigns(study: Study, cohorts: readonly VariantCohort[]): Promise<VariantDesign[]> {
  return study.clock.time("design", () => {
    const shared = new Map<PatientFrame, SharedDesigns>();
    const carriedOut = cohorts.map(({ variant, cohort }, k): VariantDesign => {
      study.effects.progress("design", k / cohorts.length);
      const { patients, covariates } = cohort;
      const known = shared.get(patients) ?? { designs: new Map(), fits: new Map() };
      shared.set(patients, known);
      const designs = Object.entries(variant.designs).map(([name, design]) => {
        const key = canonicalJson({ name, design: withoutLabels(design) });
        const found = known.designs.get(key);
        if (found !== undefined) return relabel(found, variant.id);
        study.clock.count("designs");
        const { seed } = study.plan.analysis;
        const made = runDesign(variant.id, name, design, patients, covariates, seed, known.fits);
        known.designs.set(key, made);
        return made;
      });
      const eligible = isOfCurve(variant) ? [] : describeEligible(variant.id, patients, covariates);
      return { variant, cohort, eligible, designs: isOfCurve(variant) ? designs.map(keepSize) : designs };
    });
    for (const { fits } of shared.values()) study.clock.count("propensity fits", fits.size);
    return carriedOut;
  });
}

interface SharedDesigns {
  /** By name and what they are: random streams and matched sets hang on both. */
  readonly designs: Map<string, DesignResult>;
  readonly fits: Map<string, Propensity>;
}

/** The same design under another variant's name. */
function relabel(design: DesignResult, variant: string): DesignResult {
  return {
    ...design,
    records: design.records.map((record) => ({ ...record, variant })),
    gates: design.gates.map((gate) => ({ ...gate, variant })),
  };
}

/** Of a combination of a curve the sizes, the gates and what failed: its balance is that of a candidate or a variant of its own. */
function keepSize(design: DesignResult): DesignResult {
  return { ...design, records: keepCurveRecords(design.records) };
}

/** Why a design that the main analysis estimates from must not go on to outcomes: one line each, none when all is well. A candidate that no estimate uses blocks nothing. */
export function describeBlocked(main: VariantDesign): string[] {
  const used = new Set(Object.values(main.variant.estimates).map((estimate) => estimate.design));
  return main.designs
    .filter((design) => used.has(design.name))
    .flatMap((design) => {
      if (design.failure !== null) return [`designs.${design.name} cannot be carried out: ${design.failure}`];
      return selectBlockingGates(design.gates).map(
        (gate) =>
          `designs.${design.name}: ${describeGate(gate)}; choose another design, or write the reason for going on into designs.${design.name}.gates`,
      );
    });
}

/** Why the estimates of a design are not made in a sensitivity variant, or null. */
export function blockedReason(design: DesignResult): string | null {
  if (design.failure !== null) return design.failure;
  const blocking = selectBlockingGates(design.gates);
  return blocking.length === 0 ? null : `gate not met: ${blocking.map((gate) => gate.label).join("; ")}`;
}

function describeGate(gate: Indicator): string {
  const bound = gate.direction === "at-most" ? "at most" : "at least";
  return `${gate.label} must be ${bound} ${gate.threshold}; got ${gate.value?.toPrecision(4)}`;
}
