import type { Analysis } from "./analysis.js";
import { checkReferences } from "./check-references.js";
import { hashOf } from "./hash.js";
import { mergePatch } from "./merge-patch.js";
import { optionalParts } from "./optional-parts.js";
import { parseAnalysis } from "./parse-analysis.js";
import type { PlanVariant } from "./plan.js";
import type { Sensitivity } from "./sensitivity.js";
import { withoutLabels } from "./without-labels.js";

/** The parts of an analysis that a patch may change. */
const patchable = ["cohort", "covariates", "harmonisation", "imaging", "endpoints", "designs", "estimates"] as const;

/** The analysis that is patched: as written, and resolved. `place` is the file's name, for messages. */
export interface PatchedAnalysis {
  readonly input: unknown;
  readonly main: Analysis;
  readonly place: string;
}

/** What precedes the places of a patched analysis; a breach that the analysis has without the patch is told once. */
export const placeOfPatch = (id: string): string => `sensitivity.${id}.patch → `;

/** The variant that a sensitivity analysis makes of the main one, and what its patch breaks. */
export function patchVariant(
  { input, main, place }: PatchedAnalysis,
  id: string,
  sensitivity: Sensitivity,
): { variant: PlanVariant; breaches: string[] } {
  const at = `sensitivity.${id}`;
  const breaches = refusePatch(sensitivity.patch, `${at}.patch`);
  if (Object.keys(sensitivity.patch).length === 0)
    breaches.push(`a sensitivity analysis must change something; got an empty patch → ${at}.patch`);
  const patched = applyPatches({ input, place }, [sensitivity.patch], [at, "patch"]);
  breaches.push(...checkReferences(withEstimates(patched, sensitivity.estimates), placeOfPatch(id)));
  const changed = Object.keys(sensitivity.patch).length > 0;
  if (changed && breaches.length === 0 && patchable.every((part) => isSame(main[part], patched[part])))
    breaches.push(`a sensitivity analysis must change something; this patch leaves the plan as it is → ${at}.patch`);
  const known = Object.keys(patched.estimates);
  for (const [i, name] of sensitivity.estimates.entries()) {
    if (!known.includes(name))
      breaches.push(`unknown estimate "${name}"; expected one of: ${known.join(", ")} → ${at}.estimates[${i}]`);
  }
  const { label, role, varies, why } = sensitivity;
  return { variant: takeVariant(patched, sensitivity.estimates, { id, label, role, varies, why }), breaches };
}

/** What of an analysis a variant carries out: these estimates, and the designs they stand on. */
export function takeVariant(
  analysis: Analysis,
  names: readonly string[],
  words: Pick<PlanVariant, "id" | "label" | "role" | "varies" | "why">,
): PlanVariant {
  const role = words.role === "sensitivity" ? ("sensitivity" as const) : ("context" as const);
  const estimates = Object.fromEntries(
    Object.entries(analysis.estimates)
      .filter(([name]) => names.includes(name))
      .map(([name, estimate]) => [name, { ...estimate, role }]),
  );
  const designs = Object.fromEntries(
    Object.entries(analysis.designs).filter(([name]) =>
      Object.values(estimates).some((estimate) => estimate.design === name),
    ),
  );
  const { cohort, covariates, endpoints } = analysis;
  return {
    ...optionalParts(analysis),
    ...words,
    cohort,
    covariates,
    endpoints,
    designs,
    estimates,
  };
}

/** What of a patch no variant may change. */
export function refusePatch(patch: Readonly<Record<string, unknown>>, at: string): string[] {
  return Object.keys(patch)
    .filter((key) => !isPatchable(key))
    .map((key) => `${at} may change only ${patchable.join(", ")}; got "${key}"`);
}

/** The analysis with the patches applied in their order, without variants of its own. `prefix`: where the patches stand, for messages. */
export function applyPatches(
  { input, place }: Pick<PatchedAnalysis, "input" | "place">,
  patches: readonly Readonly<Record<string, unknown>>[],
  prefix: readonly string[],
): Analysis {
  let merged = input;
  for (const patch of patches)
    merged = mergePatch(merged, Object.fromEntries(Object.entries(patch).filter(([key]) => isPatchable(key))));
  const { curves: _, ...rest } = merged as Record<string, unknown>;
  return parseAnalysis({ ...rest, sensitivity: {} }, place, prefix);
}

const isPatchable = (key: string): boolean => (patchable as readonly string[]).includes(key);

/** Whether two parts of a plan give the same numbers: words apart, they are equal. */
const isSame = (one: unknown, other: unknown): boolean =>
  hashOf(withoutLabels({ part: one })) === hashOf(withoutLabels({ part: other }));

/** An estimate that a variant does not carry out need not fit what the variant changes; all stay where the list names none that exists. */
export function withEstimates(analysis: Analysis, names: readonly string[]): Analysis {
  const kept = Object.entries(analysis.estimates).filter(([name]) => names.includes(name));
  return kept.length === 0 ? analysis : { ...analysis, estimates: Object.fromEntries(kept) };
}
