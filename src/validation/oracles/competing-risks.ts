import { fitFineGray } from "../../stats/fine-gray.js";
import { testGray } from "../../stats/grays-test.js";
import { deriveLinearisedIncidence } from "../../stats/linearised-incidence.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { standardErrorOf } from "./standard-error.js";

interface Expected {
  readonly breslow: number;
  readonly breslow_se: number;
  readonly efron: number;
  readonly efron_se: number;
  readonly score: number;
  readonly gray: number;
  readonly incidence: { readonly estimate: number; readonly se: number }[];
}
type Fixture = Readonly<Record<"time" | "cause" | "arm" | "weight", number[]>> & {
  readonly day: number;
  readonly plain: Expected;
  readonly weighted: Expected;
};

/** Subdistribution hazard ratio under both ties, Gray's test and the incidence at a day, with and without weights. */
export const competingRisksOracle: Oracle = {
  id: "competing-risks",
  method: "Fine–Gray regression, Gray's test, cumulative incidence at a day",
  reference: "finegray, coxph; numeric derivatives by the weights for standard errors",
  packages: ["R", "survival"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const ones = new Float64Array(given.time.length).fill(1);
    return [
      runCase("unweighted", given, ones, given.plain),
      runCase("weighted", given, Float64Array.from(given.weight), given.weighted),
    ];
  },
};

function runCase(name: string, given: Fixture, weight: Float64Array, expected: Expected): OracleCase {
  const rows = {
    time: Int32Array.from(given.time),
    cause: Uint8Array.from(given.cause),
    arm: Uint8Array.from(given.arm),
  };
  const gray = testGray({ ...rows, weight });
  return {
    name,
    agreements: [
      ...(["breslow", "efron"] as const).flatMap((ties) => {
        const { estimate, derivative } = fitFineGray({ ...rows, weight }, ties);
        return [
          agreeRelative(`log subdistribution hazard ratio (${ties})`, [estimate], [expected[ties]], 1e-9),
          agreeRelative(
            `its standard error (${ties})`,
            [standardErrorOf(derivative, weight)],
            [expected[`${ties}_se`]],
            1e-8,
          ),
        ];
      }),
      agreeRelative("Gray's test", [gray.score, gray.chiSquared], [expected.score, expected.gray], 1e-8),
      ...[1, 0].map((side, k) => {
        const own = weight.map((w, i) => (rows.arm[i] === side ? w : 0));
        const { estimate, derivative } = deriveLinearisedIncidence({ ...rows, weight: own }, given.day);
        const { estimate: value, se } = expected.incidence[k]!;
        return agreeRelative(
          `incidence and standard error of arm ${side}`,
          [estimate, standardErrorOf(derivative, own)],
          [value, se],
          1e-10,
        );
      }),
    ],
  };
}
