import { testLittleMcar } from "../../stats/little-mcar.js";
import { agreeExactly, agreeRelative, because } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly name: string;
  readonly n: number;
  readonly columns: number[][];
  readonly missing: number[][];
  readonly chiSquared: number;
  readonly df: number;
  readonly p: number;
  readonly patterns: number;
}

/** Little's test of values missing completely at random. */
export const missingnessOracle: Oracle = {
  id: "missingness",
  method: "Little's test of missing completely at random",
  reference: "EM row by row, its gradient by numDeriv::grad, and the published formula",
  packages: ["R", "numDeriv"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, n, columns, missing, ...expected }) => {
      const found = testLittleMcar({
        n,
        columns: columns.map((column) => Float64Array.from(column)),
        missing: missing.map((column) => Uint8Array.from(column)),
        names: columns.map((_, j) => `column ${j + 1}`),
      });
      const cause = "both EM end where their steps are too small to see";
      return {
        name,
        agreements: [
          because(cause, agreeRelative("d²", [found.chiSquared], [expected.chiSquared], 1e-9)),
          because(cause, agreeRelative("p", [found.p], [expected.p], 1e-8)),
          agreeExactly("df, patterns", [found.df, found.patterns], [expected.df, expected.patterns]),
        ],
      };
    }),
};
