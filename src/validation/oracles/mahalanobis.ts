import { matchMahalanobis } from "../../stats/match-mahalanobis.js";
import { whitenColumns } from "../../stats/whiten-columns.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Fixture {
  readonly columns: number[][];
  readonly treated: number[];
  readonly score: number[];
  /** Rows, from 1. */
  readonly runs: { readonly ratio: number; readonly treated: number[]; readonly controls: number[][] }[];
  readonly first: number[];
  readonly other: number[];
  readonly distance: number[];
}

/** Distances with the covariance pooled within arms, and the controls of every treated row, 1:1 and 1:2. */
export const mahalanobisOracle: Oracle = {
  id: "mahalanobis",
  method: "Mahalanobis distance matching",
  reference: "mahalanobis; matchit(mahvars)",
  packages: ["R", "MatchIt"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const input = {
      X: Float64Array.from(given.columns.flat()),
      n: given.treated.length,
      p: given.columns.length,
      names: given.columns.map((_, j) => `x${j + 1}`),
      treated: Uint8Array.from(given.treated),
      tieRank: Int32Array.from(given.treated, (_, i) => i),
      score: Float64Array.from(given.score),
    };
    const Z = whitenColumns(input);
    const distance = given.first.map((one, k) =>
      Math.hypot(...given.columns.map((_, c) => Z[(one - 1) * input.p + c]! - Z[(given.other[k]! - 1) * input.p + c]!)),
    );
    return [
      { name: "distances", agreements: [agreeRelative("distance", distance, given.distance, 1e-12)] },
      ...given.runs.map(({ ratio, treated, controls }) => {
        const { pair } = matchMahalanobis({ ...input, order: "largest", ratio });
        const found = treated.map((row) =>
          [...pair.keys()].filter((c) => given.treated[c] === 0 && isTogether(pair, c, row - 1)),
        );
        return {
          name: `1:${ratio}, largest score first`,
          agreements: [
            agreeExactly(
              "covariates of every treated row's controls",
              found.flatMap((rows) => covariatesOf(given, rows)),
              controls.flatMap((rows) =>
                covariatesOf(
                  given,
                  rows.map((row) => row - 1),
                ),
              ),
            ),
          ],
        };
      }),
    ];
  },
};

const isTogether = (pair: Int32Array, a: number, b: number): boolean => pair[a]! >= 0 && pair[a] === pair[b];

/** The rows of one set as their covariates, in an order of these: rows that agree in all may be exchanged. */
const covariatesOf = ({ columns }: Fixture, rows: readonly number[]): number[] =>
  rows
    .map((row) => columns.map((column) => column[row]!))
    .sort((a, b) => a.map((value, c) => value - b[c]!).find((difference) => difference !== 0) ?? 0)
    .flat();
