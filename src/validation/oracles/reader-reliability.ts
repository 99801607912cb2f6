import { estimateIntraclassCorrelation } from "../../stats/intraclass-correlation.js";
import { estimateWithinSubjectVariation } from "../../stats/within-subject-variation.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly name: string;
  readonly n: number;
  readonly k: number;
  readonly level: number;
  readonly x: number[];
  readonly icc: number;
  readonly iccLimits: number[];
  readonly cv: number;
  readonly cvLimits: number[];
}

/** How far readers agree on a measurement: ICC(2,1) and within-subject coefficient of variation. */
export const readerReliabilityOracle: Oracle = {
  id: "reader-reliability",
  method: "Agreement of readers on a measurement (ICC(2,1), within-subject variation)",
  reference: "anova(lm), qf and qchisq with the published formulas",
  packages: ["R"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, x, ...expected }) => {
      const readings = { ...expected, x: Float64Array.from(x) };
      const icc = estimateIntraclassCorrelation(readings);
      const cv = estimateWithinSubjectVariation(readings);
      return {
        name,
        agreements: [
          agreeRelative("ICC", [icc.estimate], [expected.icc], 1e-11),
          agreeRelative("limits of the ICC", [icc.lower, icc.upper], expected.iccLimits, 1e-9),
          agreeRelative("coefficient of variation", [cv.estimate], [expected.cv], 1e-12),
          agreeRelative("its limits", [cv.lower, cv.upper], expected.cvLimits, 1e-12),
        ],
      };
    }),
};
