import type { Analysis } from "./analysis.js";
import { canonicalJson } from "./canonical-json.js";
import { describeUnknown } from "./describe-unknown.js";
import type { Design } from "./design.js";
import { findRepeats } from "./find-repeats.js";
import { ownMember } from "./own-member.js";
import { covariatesOf, type Term } from "./term.js";

/**
 * The breaches of a design's lists of terms: covariates that do not exist or do not fit, terms that stand twice (in whatever form: a
 * polynomial or spline of a covariate holds its linear term), interactions without their main effects.
 */
export function checkTerms(analysis: Analysis, design: Design, at: string): string[] {
  if (design.method === "unadjusted") return [];
  const models = modelsOf(design);
  const breaches = models.flatMap(({ field, terms }) => checkModel(analysis, terms, `${at}.${field}`));
  const further = design.alsoBalance ?? [];
  const shown = [...models.flatMap(({ terms }) => terms), ...further];
  const before = shown.length - further.length;
  breaches.push(...further.flatMap((term, i) => checkTerm(analysis, term, `${at}.alsoBalance[${i}]`)));
  for (const { at: i, item } of findRepeats(shown, keyOf))
    if (i >= before) breaches.push(`term ${write(item)} stands twice → ${at}.alsoBalance[${i - before}]`);
  return breaches;
}

interface Model {
  readonly field: string;
  readonly terms: readonly Term[];
}

function modelsOf(design: Exclude<Design, { method: "unadjusted" }>): readonly Model[] {
  if (design.method === "entropy-balancing") return [{ field: "moments", terms: design.moments }];
  const propensity = { field: "propensity.terms", terms: design.propensity.terms };
  return design.method === "mahalanobis" ? [propensity, { field: "distance", terms: design.distance }] : [propensity];
}

/** The breaches of one list of terms whose columns stand in one model. */
export function checkModel(analysis: Analysis, terms: readonly Term[], at: string): string[] {
  const breaches = terms.flatMap((term, i) => checkTerm(analysis, term, `${at}[${i}]`));
  for (const { at: i, first, item } of findRepeats(terms, effectOf)) {
    const other = terms[first]!;
    const said = write(other) === write(item) ? "" : ` (${write(other)} holds it already)`;
    breaches.push(`term ${write(item)} stands twice${said}; remove one of the two → ${at}[${i}]`);
  }
  const mains = new Set(terms.filter((term) => !isInteraction(term)).flatMap(covariatesOf));
  for (const [i, term] of terms.entries()) {
    if (!isInteraction(term)) continue;
    const lacking = [...new Set(term.interaction)].filter((name) => !mains.has(name));
    if (lacking.length > 0)
      breaches.push(
        `an interaction needs both its covariates as terms of their own; add ${lacking.map((name) => JSON.stringify(name)).join(" and ")} → ${at}[${i}]`,
      );
  }
  return breaches;
}

function checkTerm(analysis: Analysis, term: Term, place: string): string[] {
  const breaches = [...new Set(covariatesOf(term))].flatMap((name) => {
    const covariate = ownMember(analysis.covariates, name);
    if (covariate === undefined) return [describeUnknown("covariate", name, Object.keys(analysis.covariates), place)];
    const isCurve = typeof term !== "string" && !isInteraction(term);
    if (isCurve && covariate.type !== "continuous")
      return [`a polynomial or spline needs a continuous covariate; "${name}" is ${covariate.type} → ${place}`];
    return [];
  });
  if (isInteraction(term) && term.interaction[0] === term.interaction[1])
    breaches.push(
      `an interaction is of two covariates; got "${term.interaction[0]}" with itself: for its square write {"polynomial": "${term.interaction[0]}"} → ${place}`,
    );
  return breaches;
}

const isInteraction = (term: Term): term is Extract<Term, { interaction: unknown }> =>
  typeof term !== "string" && "interaction" in term;

/** What two terms of one model must not share: the main effect of a covariate, or the pair of an interaction in either order. */
const effectOf = (term: Term): string =>
  isInteraction(term) ? JSON.stringify([...term.interaction].sort()) : JSON.stringify(covariatesOf(term));

/** The term itself, an interaction in either order. */
const keyOf = (term: Term): string => (isInteraction(term) ? effectOf(term) : canonicalJson(term));

const write = (term: Term): string => (typeof term === "string" ? `"${term}"` : JSON.stringify(term));
