import { EstimationError } from "../errors.js";
import { factorCholesky, solveCholesky } from "../math/linear-algebra.js";

/** A column takes part in another where its share of it is above this, by the size of both. */
const PART = 1e-6;

/** Throws EstimationError if columns depend linearly on earlier ones (`factorCholesky`'s tolerance): which are constant, and of which others each is a
 *  combination. information: Zᵀ Z up to a factor, p × p, row-major; at b = 0 all rows of a logistic model have one variance, so its
 *  information serves. names: p; `(intercept)` is that, and takes no blame. */
export function checkIndependentColumns(information: Float64Array, names: readonly string[]): void {
  const { dependent } = factorCholesky(information, names.length);
  if (dependent.length === 0) return;
  const faults = dependent.map((j) => {
    const others = partsOf(j, information, names, dependent);
    return others.length === 0 ? `${names[j]} is constant` : `${names[j]} is a combination of ${others.join(", ")}`;
  });
  throw new EstimationError(
    `columns of a model must vary and be linearly independent; ${faults.join("; ")}; drop or merge what is named`,
  );
}

/** The earlier columns that column j is a combination of. */
function partsOf(
  j: number,
  information: Float64Array,
  names: readonly string[],
  dependent: readonly number[],
): readonly string[] {
  const p = names.length;
  const kept = names.map((_, k) => k).filter((k) => k < j && !dependent.includes(k));
  const at = (a: number, b: number) => information[a * p + b]!;
  const block = Float64Array.from(kept.flatMap((a) => kept.map((b) => at(a, b))));
  const { lower } = factorCholesky(block, kept.length);
  const share = solveCholesky(
    lower,
    kept.length,
    kept.map((k) => at(k, j)),
  );
  const isPart = (k: number, place: number) =>
    Math.abs(share[place]!) * Math.sqrt(at(k, k)) > PART * Math.sqrt(at(j, j)) && names[k] !== "(intercept)";
  return kept.filter(isPart).map((k) => names[k]!);
}
