import { estimatePairedNewcombeDifference } from "../../stats/newcombe-paired.js";
import type { PairedProportions } from "../../stats/paired-proportions.js";
import { estimateTangoDifference } from "../../stats/tango.js";
import { agreeAbsolute, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

type Case = Required<PairedProportions> & {
  readonly difference: number;
  readonly tango: number[];
  readonly newcombe: number[];
  readonly p: number;
};

/** The difference of proportions in pairs with its score and its hybrid interval. */
export const pairedProportionsOracle: Oracle = {
  id: "paired-proportions",
  method: "Difference of proportions in pairs (Tango, Newcombe)",
  reference: "uniroot on the constrained likelihood, and the published formulas",
  packages: ["R"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map((expected) => {
      const tango = estimateTangoDifference(expected);
      const newcombe = estimatePairedNewcombeDifference(expected);
      const { both, onlyTrial, onlyControl, neither, level } = expected;
      return {
        name: `${both}, ${onlyTrial}, ${onlyControl}, ${neither} at level ${level}`,
        agreements: [
          agreeAbsolute("difference", [tango.estimate], [expected.difference], 1e-14),
          // Absolute: a limit is a difference. uniroot in uniroot leaves the reference a few 1e-12.
          agreeAbsolute("Tango", [tango.lower, tango.upper], expected.tango, 1e-10),
          agreeRelative("p", [tango.p], [expected.p], 1e-12),
          agreeAbsolute("Newcombe", [newcombe.lower, newcombe.upper], expected.newcombe, 1e-13),
        ],
      };
    }),
};
