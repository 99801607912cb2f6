import type { Analysis } from "./analysis.js";
import { canonicalJson } from "./canonical-json.js";
import { checkModel } from "./check-terms.js";
import type { CovariateOrigin } from "./covariate.js";
import { describeUnknown } from "./describe-unknown.js";
import type { Harmonisation } from "./harmonisation.js";
import { ownMember } from "./own-member.js";
import { covariatesOf } from "./term.js";

type RadiomicOrigin = Extract<CovariateOrigin, { kind: "radiomic" }>;

/** The breaches of harmonisations: covariates that are no radiomic features of one scan, that stand in two harmonisations, or that are to be protected from their own. Places start with `prefix`. */
export function checkHarmonisation(analysis: Analysis, prefix: string): string[] {
  const holders = new Map<string, string>();
  return Object.entries(analysis.harmonisation ?? {}).flatMap(([name, harmonisation]) => {
    const at = `${prefix}harmonisation.${name}`;
    const breaches = harmonisation.covariates.flatMap((covariate, i) => {
      const holder = holders.get(covariate);
      holders.set(covariate, name);
      return holder === undefined || holder === name
        ? checkFeature(analysis, covariate, `${at}.covariates[${i}]`)
        : [`covariate "${covariate}" is harmonised by "${holder}" already → ${at}.covariates[${i}]`];
    });
    return [...breaches, ...checkOneScan(analysis, harmonisation, at), ...checkProtected(analysis, harmonisation, at)];
  });
}

function checkFeature(analysis: Analysis, name: string, at: string): string[] {
  const covariate = ownMember(analysis.covariates, name);
  if (covariate === undefined) return [describeUnknown("covariate", name, Object.keys(analysis.covariates), at)];
  if (covariate.from.kind !== "radiomic")
    return [
      `only radiomic features are harmonised across scanners; "${name}" comes from ${covariate.from.kind} → ${at}`,
    ];
  return covariate.type === "continuous"
    ? []
    : [`harmonisation needs continuous covariates; "${name}" is ${covariate.type} → ${at}`];
}

/** Where the values of a patient are from: features of one harmonisation share scan and lesion, so that they share the batch. */
function checkOneScan(analysis: Analysis, { covariates }: Harmonisation, at: string): string[] {
  const origins = covariates.flatMap((name): RadiomicOrigin[] => {
    const from = ownMember(analysis.covariates, name)?.from;
    return from?.kind === "radiomic" ? [from] : [];
  });
  const scans = new Set(origins.map(({ reader, window }) => canonicalJson({ reader: reader ?? null, window })));
  return scans.size < 2
    ? []
    : [
        `features of one harmonisation must come from one scan and lesion of a patient: give them the same window and reader → ${at}.covariates`,
      ];
}

function checkProtected(analysis: Analysis, { covariates, protect }: Harmonisation, at: string): string[] {
  const own = protect.flatMap((term, i) =>
    covariatesOf(term)
      .filter((name) => covariates.includes(name))
      .map((name) => `covariate "${name}" is harmonised here and cannot be protected from it → ${at}.protect[${i}]`),
  );
  return [...own, ...checkModel(analysis, protect, `${at}.protect`)];
}
