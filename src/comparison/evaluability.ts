import {
  type EndpointPair,
  type EndpointView,
  EVALUABLE_CATEGORIES,
  RESPONSE_CATEGORIES,
} from "../frame/endpoint-view.js";

/** What a source can say of one patient, or why it says nothing. */
export const EVALUABILITY = ["evaluable", "not evaluable", "no assessment", "no such source"] as const;

/** Place in EVALUABILITY of a patient. Response: NE and missing have none. Progression: one assessment after baseline will do. */
export function evaluabilityOf(view: EndpointView, row: number): number {
  if (view.available[row] === 0) return 3;
  if (view.kind === "progression") return view.assessed[row] === 1 ? 0 : 2;
  const category = view.category[row]!;
  if (category < EVALUABLE_CATEGORIES) return 0;
  return RESPONSE_CATEGORIES[category] === "NE" ? 1 : 2;
}

export function isEvaluableByBoth({ ehr, imaging }: EndpointPair, row: number): boolean {
  return evaluabilityOf(ehr, row) === 0 && evaluabilityOf(imaging, row) === 0;
}

/** Whether both sources exist for the patient: then their answers, also NE and missing, can be set side by side. */
export function isCoveredByBoth({ ehr, imaging }: EndpointPair, row: number): boolean {
  return ehr.available[row] === 1 && imaging.available[row] === 1;
}
