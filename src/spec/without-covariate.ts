import type { Design } from "./design.js";
import { covariatesOf, type Term } from "./term.js";

/** A design without the terms that a covariate is part of: within one of its levels they are constant, or repeat other terms. */
export function withoutCovariate(design: Design, name: string): Design {
  const keep = (terms: readonly Term[]) => terms.filter((term) => !covariatesOf(term).includes(name));
  if (design.method === "unadjusted") return design;
  if (design.method === "entropy-balancing") return { ...design, moments: keep(design.moments) };
  const propensity = { ...design.propensity, terms: keep(design.propensity.terms) };
  if (design.method === "weighting") return { ...design, propensity };
  const exact = design.exact.filter((covariate) => covariate !== name);
  if (design.method === "mahalanobis") return { ...design, propensity, exact, distance: keep(design.distance) };
  return { ...design, propensity, exact };
}
