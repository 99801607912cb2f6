import type { Analysis } from "./analysis.js";
import { checkAfterLock } from "./check-after-lock.js";
import { checkTreatmentPolicy } from "./check-censoring.js";
import { checkCurves } from "./check-curves.js";
import { checkFitness } from "./check-fitness.js";
import { checkFollowUp } from "./check-follow-up.js";
import { checkLinesOfMain } from "./check-lines.js";
import { checkMultiplicity } from "./check-multiplicity.js";
import { checkPanel } from "./check-panel.js";
import { checkReferences } from "./check-references.js";
import { expandCurves } from "./expand-curves.js";
import { hashOf } from "./hash.js";
import { optionalParts } from "./optional-parts.js";
import { parseAnalysis, specError } from "./parse-analysis.js";
import { patchVariant, placeOfPatch } from "./patch-variant.js";
import type { Plan, PlanVariant } from "./plan.js";
import { withoutLabels } from "./without-labels.js";

/**
 * The plan of an analysis as its author wrote it (an object or parsed JSON): checked, every default filled in, every sensitivity
 * patch applied, every combination of a curve made. `place` is the file's name, for messages. Throws one SpecError that lists every breach.
 */
export function resolve(input: unknown, place: string): Plan {
  const main = parseAnalysis(input, place, []);
  const breaches = [
    ...checkReferences(main, ""),
    ...checkPanel(main),
    ...checkFitness(main),
    ...checkFollowUp(main),
    ...checkLinesOfMain(main),
    ...checkTreatmentPolicy(main),
    ...checkMultiplicity(main),
    ...checkAfterLock(main),
  ];
  const known = new Set(breaches);
  const variants: PlanVariant[] = [mainVariant(main)];
  for (const [id, sensitivity] of Object.entries(main.sensitivity)) {
    const patched = patchVariant({ input, main, place }, id, sensitivity);
    breaches.push(...patched.breaches.filter((breach) => !known.has(breach.replaceAll(placeOfPatch(id), ""))));
    variants.push(patched.variant);
  }
  breaches.push(...checkCurves(main));
  const curves = breaches.length > 0 ? null : expandCurves({ input, main, place });
  breaches.push(...(curves?.breaches ?? []));
  if (breaches.length > 0) throw specError([...new Set(breaches)], place);
  return { analysis: main, variants, curves: curves?.variants ?? [], hash: hashOf(withoutLabels(main)) };
}

function mainVariant(main: Analysis): PlanVariant {
  const { cohort, covariates, endpoints, designs, estimates } = main;
  return {
    ...optionalParts(main),
    id: "main",
    label: main.title,
    role: "main",
    varies: null,
    why: null,
    cohort,
    covariates,
    endpoints,
    designs,
    estimates,
  };
}
