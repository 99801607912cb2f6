import { type LesionRows, MODALITY, NATURE, NONE, ROW_FLAG } from "./lesion-rows.js";
import type { ResponseLimits } from "./limits.js";
import { RULE } from "./rules.js";

/** What a lesion of this size, seen this way, may be at baseline. */
export const BASELINE_CLASS = { normal: 0, nonTarget: 1, measurable: 2 } as const;

/**
 * Whether a baseline row shows a measurable lesion, a non-target one, or (nodes) no disease: a `BASELINE_CLASS`.
 * diameter: hundredths of a millimetre on the lesion's own axis, NONE where it was not measured. A slice thickness that
 * is not known counts as thin, a modality that is not known as CT. Slice thickness widens the limit of B1 only: RECIST
 * 1.1 recommends slices up to 5 mm for nodes and gives no other limit.
 */
export function classifyBaseline(rows: LesionRows, row: number, diameter: number, limits: ResponseLimits): number {
  const isNode = rows.isNode[row] === 1;
  if (isNode && diameter !== NONE && diameter < limits.normalNode) return BASELINE_CLASS.normal;
  const modality = rows.modality[row]!;
  if (diameter === NONE || modality === MODALITY.ultrasound || modality === MODALITY.pet)
    return BASELINE_CLASS.nonTarget;
  if (isUnmeasurableNature(rows, row)) return BASELINE_CLASS.nonTarget;
  const limit = isNode ? limits.targetNode : measurableFrom(rows, row, limits);
  return diameter >= limit ? BASELINE_CLASS.measurable : BASELINE_CLASS.nonTarget;
}

/** The rule that `classifyBaseline` decided by, as a code. */
export function baselineClassRule(rows: LesionRows, row: number): number {
  const modality = rows.modality[row]!;
  if (modality === MODALITY.ultrasound || modality === MODALITY.pet) return RULE.B1;
  if (isUnmeasurableNature(rows, row)) return RULE.B3;
  return rows.isNode[row] === 1 ? RULE.B2 : RULE.B1;
}

/** B1: the smallest measurable longest diameter on this scan. */
function measurableFrom(rows: LesionRows, row: number, limits: ResponseLimits): number {
  const modality = rows.modality[row]!;
  if (modality === MODALITY.xray) return limits.measurableOnXray;
  const slice = rows.sliceThickness[row]!;
  const isSectional = modality !== MODALITY.caliper;
  if (!isSectional || slice === NONE || slice <= limits.thinSlice) return limits.measurable;
  return limits.sliceFactor * slice;
}

/** B3. */
function isUnmeasurableNature(rows: LesionRows, row: number): boolean {
  const nature = rows.nature[row]!;
  if (nature !== NATURE.ordinary && nature !== NATURE.boneWithSoftTissue) return true;
  const flags = rows.flags[row]!;
  return (flags & ROW_FLAG.irradiated) !== 0 && (flags & ROW_FLAG.progressedSinceIrradiation) === 0;
}
