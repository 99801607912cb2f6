import type { Curve } from "../../spec/curve.js";
import type { CurveVariant } from "../../spec/plan.js";
import { type EstimateResult, selectEstimate } from "./estimate-results.js";
import type { ReportInput } from "./read-results.js";
import type { RecordPlace } from "./record-index.js";

/** One combination of a curve with its estimate. */
export interface CombinationResult {
  readonly variant: CurveVariant;
  readonly result: EstimateResult;
}

/** A specification curve with its combinations, those that were estimated first, by size. */
export interface CurveResult {
  readonly name: string;
  readonly curve: Curve;
  readonly combinations: readonly CombinationResult[];
  /** The estimate of the main analysis that the curve is about. */
  readonly main: EstimateResult;
  /** Where the records stand that sum the curve up. */
  readonly place: RecordPlace;
}

/** The curves of a plan, in its order. */
export function selectCurves(input: ReportInput, estimates: readonly EstimateResult[]): readonly CurveResult[] {
  return Object.entries(input.plan.analysis.curves ?? {}).map(([name, curve]) => {
    const main = estimates.find((result) => result.variant.id === "main" && result.name === curve.estimate);
    if (main === undefined) throw new Error(`plan has no estimate ${curve.estimate}`);
    const combinations = input.plan.curves
      .filter((variant) => variant.curve === name)
      .map((variant) => ({ variant, result: selectEstimate(input, variant, curve.estimate) }));
    const place = { variant: "main", population: "curves", variable: name };
    return { name, curve, combinations: bySize(combinations), main, place };
  });
}

/** Ascending by the effect, ties in the plan's order; what has none last. */
function bySize(combinations: readonly CombinationResult[]): readonly CombinationResult[] {
  const size = ({ result }: CombinationResult): number => result.effect.point.value ?? Number.POSITIVE_INFINITY;
  const order = [...combinations.keys()].sort((a, b) => {
    const [one, other] = [size(combinations[a]!), size(combinations[b]!)];
    return one === other ? a - b : one - other;
  });
  return order.map((k) => combinations[k]!);
}
