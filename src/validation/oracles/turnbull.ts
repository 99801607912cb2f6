import { fitTurnbull } from "../../stats/turnbull.js";
import { agreeAbsolute, agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { type IntervalColumns, toIntervalColumns } from "./interval-columns.js";

interface Case {
  readonly name: string;
  readonly data: IntervalColumns;
  readonly fit: {
    readonly left: number[];
    readonly right: (number | null)[];
    readonly mass: number[];
    readonly logLikelihood: number;
  };
}

/** The intervals that hold mass, and the mass of each. */
export const turnbullOracle: Oracle = {
  id: "turnbull",
  method: "Turnbull's estimate of interval-censored survival",
  reference: "an active-set Newton method written out in R",
  packages: ["R"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, data, fit: expected }) => {
      const fit = fitTurnbull(toIntervalColumns(data));
      const bounded = expected.right.filter((day) => day !== null);
      return {
        name,
        agreements: [
          agreeExactly("left ends", [...fit.left, fit.beyondDays], expected.left),
          agreeExactly("right ends", fit.right, bounded),
          agreeAbsolute("mass", [...fit.mass, fit.massBeyond], expected.mass, 1e-8),
          agreeRelative("log likelihood", [fit.logLikelihood], [expected.logLikelihood], 1e-12),
        ],
      };
    }),
};
