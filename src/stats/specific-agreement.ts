import { EstimationError } from "../errors.js";
import type { ProportionInterval } from "./proportion.js";
import { estimateWilson } from "./wilson.js";

/**
 * Agreement on one category: of the times either source used it, the share in which the other did too, 2a/(2a + b + c). For a yes/no
 * outcome the positive agreement (a: both yes), or the negative one (a: both no).
 * both: a. either: b + c, subjects whom one source only put there. Whole numbers >= 0. Interval: Wilson's of a/(a + b + c), carried over
 * by 2p/(1 + p), which rises with p; conditional on how many subjects were put there at all.
 * Throws EstimationError where nobody used the category. Source: Cicchetti & Feinstein 1990; Dice 1945; Wilson 1927.
 */
export function estimateSpecificAgreement(both: number, either: number, level = 0.95): ProportionInterval {
  if (both + either === 0) throw new EstimationError("agreement on a category needs subjects in it; got none");
  const { lower, upper } = estimateWilson(both, both + either, level);
  const carry = (p: number) => (2 * p) / (1 + p);
  return { estimate: (2 * both) / (2 * both + either), lower: carry(lower), upper: carry(upper) };
}
