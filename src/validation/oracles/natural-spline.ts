import { deriveNaturalSpline } from "../../stats/natural-spline.js";
import { placeKnots } from "../../stats/place-knots.js";
import { agreeAbsolute, agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly x: number[];
  readonly df: number;
  readonly knots: number[];
  readonly boundary: [number, number];
  readonly at: number[];
  readonly basis: number[][];
}
/** Cases whose knots R placed at quantiles; those of the others were given. */
const placed = ["df2", "df3", "df5", "skewed"];

/** Every column of the basis, inside and beyond the boundary, and where the knots lie. */
export const naturalSplineOracle: Oracle = {
  id: "natural-spline",
  method: "Natural cubic splines",
  reference: "ns",
  packages: ["R", "splines"],
  run: (fixture) =>
    Object.entries((fixture as { cases: Record<string, Case> }).cases).map(
      ([name, { x, df, knots, boundary, at, basis }]) => {
        // Of a column's size: a value near 0 is the difference of larger ones.
        const size = basis.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        const scaled = (values: ArrayLike<number>) => Array.from(values, (value) => value / size);
        const found = deriveNaturalSpline(Float64Array.from(at), { knots, boundary });
        const chosen = placed.includes(name) ? placeKnots(Float64Array.from(x), df) : null;
        return {
          name,
          agreements: [
            agreeAbsolute("basis", scaled(found), scaled(basis.flat()), 1e-12),
            ...(chosen === null
              ? []
              : [
                  agreeRelative("knots", chosen.knots, knots, 1e-12),
                  agreeExactly("boundary", chosen.boundary, boundary),
                ]),
          ],
        };
      },
    ),
};
