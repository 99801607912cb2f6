import { EstimationError } from "../errors.js";

/** What `estimate` gives; null where it throws EstimationError, as in a bootstrap sample that allows none. Other errors go on. */
export function orNull<T>(estimate: () => T): T | null {
  try {
    return estimate();
  } catch (error) {
    if (error instanceof EstimationError) return null;
    throw error;
  }
}
