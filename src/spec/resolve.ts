import { SpecError } from "../errors.js";
import { type Analysis, analysisSchema } from "./analysis.js";
import { applyConvention } from "./apply-convention.js";
import { checkTreatmentPolicy } from "./check-censoring.js";
import { checkFitness } from "./check-fitness.js";
import { checkPanel } from "./check-panel.js";
import { checkReferences } from "./check-references.js";
import { describeIssues } from "./describe-issues.js";
import { isDerived } from "./endpoint.js";
import { findUnreadable } from "./find-unreadable.js";
import { hashOf } from "./hash.js";
import { imagingSchema } from "./imaging.js";
import { mergePatch } from "./merge-patch.js";
import type { Plan, PlanVariant } from "./plan.js";
import type { Sensitivity } from "./sensitivity.js";
import { withoutLabels } from "./without-labels.js";

/** The parts of an analysis that a sensitivity patch may change. */
const patchable = ["cohort", "covariates", "imaging", "endpoints", "designs", "estimates"] as const;

/**
 * The plan of an analysis as its author wrote it (an object or parsed JSON): checked, every default filled in, every sensitivity
 * patch applied. `place` is the file's name, for messages. Throws one SpecError that lists every breach.
 */
export function resolve(input: unknown, place: string): Plan {
  const main = parseAnalysis(input, place, []);
  const breaches = [
    ...checkReferences(main, ""),
    ...checkPanel(main),
    ...checkFitness(main),
    ...checkTreatmentPolicy(main),
  ];
  const known = new Set(breaches);
  const variants: PlanVariant[] = [mainVariant(main)];
  for (const [id, sensitivity] of Object.entries(main.sensitivity)) {
    const patched = patchVariant(input, main, id, sensitivity, place);
    breaches.push(...patched.breaches.filter((breach) => !known.has(breach.replaceAll(placeOf(id), ""))));
    variants.push(patched.variant);
  }
  if (breaches.length > 0) throw specError([...new Set(breaches)], place);
  return { analysis: main, variants, hash: hashOf(withoutLabels(main)) };
}

/** What precedes the places of a patched analysis; a breach that the analysis has without the patch is told once. */
const placeOf = (id: string): string => `sensitivity.${id}.patch → `;

function parseAnalysis(input: unknown, place: string, prefix: readonly string[]): Analysis {
  const breach = findUnreadable(input);
  if (breach !== null) throw specError([breach], place);
  const parsed = analysisSchema.safeParse(applyConvention(input), { reportInput: false });
  if (parsed.success) return withImaging(parsed.data);
  throw specError(describeIssues(parsed.error.issues, { schema: analysisSchema, input, prefix }), place);
}

function mainVariant(main: Analysis): PlanVariant {
  const { cohort, covariates, endpoints, designs, estimates } = main;
  return {
    ...(main.imaging === undefined ? {} : { imaging: main.imaging }),
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

function patchVariant(
  input: unknown,
  main: Analysis,
  id: string,
  sensitivity: Sensitivity,
  place: string,
): { variant: PlanVariant; breaches: string[] } {
  const at = `sensitivity.${id}`;
  const breaches = Object.keys(sensitivity.patch)
    .filter((key) => !(patchable as readonly string[]).includes(key))
    .map((key) => `${at}.patch may change only ${patchable.join(", ")}; got "${key}"`);
  const allowed = Object.fromEntries(
    Object.entries(sensitivity.patch).filter(([key]) => (patchable as readonly string[]).includes(key)),
  );
  if (Object.keys(sensitivity.patch).length === 0)
    breaches.push(`a sensitivity analysis must change something; got an empty patch → ${at}.patch`);
  const merged = mergePatch(input, allowed) as Record<string, unknown>;
  const patched = parseAnalysis({ ...merged, sensitivity: {} }, place, [at, "patch"]);
  breaches.push(...checkReferences(withEstimates(patched, sensitivity.estimates), placeOf(id)));
  const changed = Object.keys(sensitivity.patch).length > 0;
  if (changed && breaches.length === 0 && patchable.every((part) => isSame(main[part], patched[part])))
    breaches.push(`a sensitivity analysis must change something; this patch leaves the plan as it is → ${at}.patch`);
  const known = Object.keys(patched.estimates);
  for (const [i, name] of sensitivity.estimates.entries()) {
    if (!known.includes(name))
      breaches.push(`unknown estimate "${name}"; expected one of: ${known.join(", ")} → ${at}.estimates[${i}]`);
  }
  const estimates = Object.fromEntries(
    Object.entries(patched.estimates)
      .filter(([name]) => sensitivity.estimates.includes(name))
      .map(([name, estimate]) => [
        name,
        { ...estimate, role: sensitivity.role === "sensitivity" ? ("sensitivity" as const) : ("context" as const) },
      ]),
  );
  const designs = Object.fromEntries(
    Object.entries(patched.designs).filter(([name]) =>
      Object.values(estimates).some((estimate) => estimate.design === name),
    ),
  );
  const { label, role, varies, why } = sensitivity;
  const { cohort, covariates, endpoints } = patched;
  return {
    variant: {
      ...(patched.imaging === undefined ? {} : { imaging: patched.imaging }),
      id,
      label,
      role,
      varies,
      why,
      cohort,
      covariates,
      endpoints,
      designs,
      estimates,
    },
    breaches,
  };
}

/** Whether two parts of a plan give the same numbers: words apart, they are equal. */
const isSame = (one: unknown, other: unknown): boolean =>
  hashOf(withoutLabels({ part: one })) === hashOf(withoutLabels({ part: other }));

/** An estimate that a variant does not carry out need not fit what the variant changes; all stay where the list names none that exists. */
function withEstimates(analysis: Analysis, names: readonly string[]): Analysis {
  const kept = Object.entries(analysis.estimates).filter(([name]) => names.includes(name));
  return kept.length === 0 ? analysis : { ...analysis, estimates: Object.fromEntries(kept) };
}

/** The analysis with the imaging section written out, where an endpoint is derived and the author left every choice to its default. */
function withImaging(analysis: Analysis): Analysis {
  if (analysis.imaging !== undefined || !Object.values(analysis.endpoints).some(isDerived)) return analysis;
  return { ...analysis, imaging: imagingSchema.parse({}) };
}

function specError(breaches: readonly string[], place: string): SpecError {
  if (breaches.length === 1) return new SpecError(`${breaches[0]} (${place})`);
  return new SpecError(
    `${breaches.length} things to correct in ${place}:\n${breaches.map((line) => `  - ${line}`).join("\n")}`,
  );
}
