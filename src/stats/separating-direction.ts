import { factorCholesky } from "../math/linear-algebra.js";
import { createLogisticPass, type LogisticPassInput } from "./logistic-pass.js";

/** A row whose movement along the direction is below this share of the largest counts as not separated. */
const STILL = 1e-6;

/** Whether moving coefficients along `direction` (length p, for the columns of Z) separates y, completely or quasi-completely: no row
 *  moves against its outcome, and the rows that do not move leave some combination of the columns undetermined (rank below p, with
 *  `factorCholesky`'s tolerance). That combination can then be changed without end and without cost, so no finite maximum exists.
 *  Only rows of positive weight count. Source: Albert & Anderson 1984, Biometrika 71:1, theorem 2; Santner & Duffy 1986. */
export function isSeparatingDirection(input: LogisticPassInput, direction: Float64Array): boolean {
  const { Z, n, p, y, weight } = input;
  const movement = new Float64Array(n);
  for (let j = 0; j < p; j += 1) {
    for (let i = 0; i < n; i += 1) movement[i]! += direction[j]! * Z[j * n + i]!;
  }
  const isUsed = (i: number) => weight === undefined || weight[i]! > 0;
  let largest = 0;
  for (let i = 0; i < n; i += 1) if (isUsed(i)) largest = Math.max(largest, Math.abs(movement[i]!));
  if (!(largest > 0)) return false;
  const still = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const towardsOutcome = y[i] === 1 ? movement[i]! : -movement[i]!;
    if (!isUsed(i)) continue;
    if (towardsOutcome < -STILL * largest) return false;
    if (towardsOutcome <= STILL * largest) still[i] = 1;
  }
  const { information } = createLogisticPass({ Z, n, p, y, weight: still }).evaluate(new Float64Array(p));
  return factorCholesky(information, p).dependent.length > 0;
}
