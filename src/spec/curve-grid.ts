import type { Curve } from "./curve.js";

/** One combination of the options of a curve. */
export interface CurvePoint {
  /** `curve.<name>.<option>.<option>`: what results and lock call the variant. */
  readonly id: string;
  /** Option by choice, in the curve's order. */
  readonly options: Readonly<Record<string, string>>;
  readonly patches: readonly Readonly<Record<string, unknown>>[];
}

/** Every combination of a curve that is not left out, the last choice counted fastest. */
export function deriveCurveGrid(name: string, { choices, without = [] }: Curve): CurvePoint[] {
  let points: CurvePoint[] = [{ id: `curve.${name}`, options: {}, patches: [] }];
  for (const [choice, { options }] of Object.entries(choices))
    points = points.flatMap((point) =>
      Object.entries(options).map(([option, { patch }]) => ({
        id: `${point.id}.${option}`,
        options: { ...point.options, [choice]: option },
        patches: [...point.patches, patch],
      })),
    );
  return points.filter(
    ({ options }) =>
      !without.some((left) => Object.entries(left).every(([choice, option]) => options[choice] === option)),
  );
}
