import { selectBlockingGates } from "../design/check-gates.js";
import { type DesignResult, describeEligible, runDesign } from "../design/run-design.js";
import type { Indicator, ResultRecord } from "../results/records.js";
import type { VariantCohort } from "./derive-cohorts.js";
import type { Study } from "./open-study.js";

/** A variant with its patients and its designs carried out. Sees no outcome. */
export interface VariantDesign extends VariantCohort {
  readonly eligible: readonly ResultRecord[];
  readonly designs: readonly DesignResult[];
}

/** Carries out the designs of every variant. A variant that shares cohort and design with another shares the work. */
export async function runDesigns(study: Study, cohorts: readonly VariantCohort[]): Promise<VariantDesign[]> {
  const { seed } = study.plan.analysis;
  return study.clock.time("design", () =>
    cohorts.map(({ variant, cohort }, k) => {
      study.effects.progress("design", k / cohorts.length);
      const { patients, covariates } = cohort;
      return {
        variant,
        cohort,
        eligible: describeEligible(variant.id, patients, covariates),
        designs: Object.entries(variant.designs).map(([name, design]) =>
          runDesign(variant.id, name, design, patients, covariates, seed),
        ),
      };
    }),
  );
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
