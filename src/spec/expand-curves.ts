import { checkReferences } from "./check-references.js";
import type { Curve } from "./curve.js";
import { type CurvePoint, deriveCurveGrid } from "./curve-grid.js";
import { endpointNamesOf } from "./endpoint-names.js";
import { hashOf } from "./hash.js";
import { applyPatches, type PatchedAnalysis, refusePatch, takeVariant, withEstimates } from "./patch-variant.js";
import type { CurveVariant } from "./plan.js";
import { withoutLabels } from "./without-labels.js";

interface Expanded {
  readonly variants: CurveVariant[];
  readonly breaches: string[];
}

/** The variants of every curve of an analysis whose curves are sound in themselves. Of each curve the breaches of the first combination that has any. */
export function expandCurves(analysis: PatchedAnalysis): Expanded {
  const expanded = Object.entries(analysis.main.curves ?? {}).map(([name, curve]) =>
    expandCurve(analysis, name, curve),
  );
  return {
    variants: expanded.flatMap(({ variants }) => variants),
    breaches: expanded.flatMap(({ breaches }) => breaches),
  };
}

function expandCurve(analysis: PatchedAnalysis, name: string, curve: Curve): Expanded {
  const at = `curves.${name}`;
  const refused = Object.entries(curve.choices).flatMap(([choice, { options }]) =>
    Object.entries(options).flatMap(([option, { patch }]) =>
      refusePatch(patch, `${at}.choices.${choice}.options.${option}.patch`),
    ),
  );
  if (refused.length > 0) return { variants: [], breaches: refused };
  const grid = deriveCurveGrid(name, curve);
  if (grid.length < 2)
    return { variants: [], breaches: [`a curve needs at least two combinations; got ${grid.length} → ${at}.without`] };
  const variants: CurveVariant[] = [];
  for (const point of grid) {
    const { variant, breaches } = expandPoint(analysis, name, curve, point);
    if (breaches.length > 0) return { variants: [], breaches };
    variants.push(variant);
  }
  return { variants, breaches: [...refuseMeasures(variants, curve, at), ...refuseTwins(variants, at)] };
}

function expandPoint(analysis: PatchedAnalysis, name: string, curve: Curve, point: CurvePoint) {
  const { id, options, patches } = point;
  const { estimate, why, choices } = curve;
  const shown = Object.entries(options).map(([choice, option]) => choices[choice]!.options[option]!.label);
  const at = `curves.${name} (${Object.values(options).join(", ")})`;
  const patched = applyPatches(analysis, patches, [at]);
  const breaches = checkReferences(withEstimates(patched, [estimate]), `${at} → `);
  const varies = Object.entries(options).map(
    ([choice, option]) => `${choices[choice]!.label}: ${choices[choice]!.options[option]!.label}`,
  );
  const words = { id, label: shown.join(" · "), role: "sensitivity", varies: varies.join("; "), why } as const;
  const variant = takeVariant(patched, [estimate], words);
  return { variant: { ...variant, estimates: withoutSubgroups(variant.estimates), curve: name, options }, breaches };
}

/** Subgroups are asked about in the main analysis. */
function withoutSubgroups(estimates: CurveVariant["estimates"]): CurveVariant["estimates"] {
  return Object.fromEntries(
    Object.entries(estimates).map(([name, { subgroups: _, ...estimate }]) => [name, estimate]),
  ) as CurveVariant["estimates"];
}

/** One axis holds one measure. */
function refuseMeasures(variants: readonly CurveVariant[], { estimate }: Curve, at: string): string[] {
  const measures = [...new Set(variants.map(({ estimates }) => estimates[estimate]!.measure))];
  return measures.length === 1
    ? []
    : [`a curve is of one measure; got ${measures.join(", ")}: write a curve of each → ${at}.choices`];
}

/** Two combinations that are one analysis would count it twice. */
function refuseTwins(variants: readonly CurveVariant[], at: string): string[] {
  const seen = new Map<string, string>();
  return variants.flatMap(
    ({ options, cohort, covariates, harmonisation = {}, imaging, endpoints, designs, estimates }) => {
      const named = Object.values(options).join(", ");
      const used = Object.values(estimates).flatMap((estimate) =>
        endpointNamesOf(estimate).map((name) => endpoints[name]),
      );
      const key = hashOf(
        withoutLabels({ cohort, covariates, harmonisation, imaging: imaging ?? null, used, designs, estimates }),
      );
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, named);
        return [];
      }
      return [
        `combinations must be different analyses; (${first}) and (${named}) are one: leave one out → ${at}.without`,
      ];
    },
  );
}
