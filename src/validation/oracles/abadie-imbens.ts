import { type AbadieImbensInput, estimateAbadieImbens } from "../../stats/abadie-imbens.js";
import { matchWithReplacement } from "../../stats/nearest-with-replacement.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Run {
  readonly ratio: number;
  /** 0: a constant residual variance. */
  readonly neighbours: number;
  readonly att: number;
  readonly se: number;
  readonly conditionalSe: number;
  readonly links: number;
}
interface Fixture {
  readonly score: number[];
  readonly treated: number[];
  readonly earnings: number[];
  readonly scoreSd: number;
  readonly dehejiaWahba: Run;
  readonly earningsRuns: Run[];
  readonly workedRuns: Run[];
}

/** Matching with replacement, the effect and both standard errors: 1 to 3 matches, constant and estimated residual variance. */
export const abadieImbensOracle: Oracle = {
  id: "abadie-imbens",
  method: "Matching with replacement with Abadie–Imbens standard errors",
  reference: "Match",
  packages: ["R", "Matching"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const earnings = Float64Array.from(given.earnings);
    const worked = earnings.map((value) => (value > 0 ? 1 : 0));
    // Match ties what lies within a squared distance of 1e-5 on the score in units of its SD.
    const tieTolerance = 1e-5 * given.scoreSd ** 2;
    return [
      runOne("Dehejia–Wahba", given, { expected: given.dehejiaWahba, outcome: earnings, tieTolerance }),
      ...given.earningsRuns.map((expected) => runOne("earnings", given, { expected, outcome: earnings })),
      ...given.workedRuns.map((expected) => runOne("any earnings", given, { expected, outcome: worked })),
    ];
  },
};

function runOne(
  name: string,
  given: Fixture,
  { expected, outcome, ...ties }: { expected: Run; outcome: Float64Array; tieTolerance?: number },
): OracleCase {
  const { ratio, neighbours, att, se, conditionalSe, links } = expected;
  const [score, treated] = [Float64Array.from(given.score), Uint8Array.from(given.treated)];
  const match = matchWithReplacement({ score, treated, ratio, ...ties });
  const residualVariance: AbadieImbensInput["residualVariance"] =
    neighbours === 0 ? { kind: "constant" } : { kind: "by-neighbours", neighbours, score };
  const found = estimateAbadieImbens({ outcome, treated, match, residualVariance });
  return {
    name: `${name}, ${ratio} matches, variance of ${neighbours === 0 ? "all" : `${neighbours} neighbours`}`,
    agreements: [
      agreeExactly("links", [match.control.length], [links]),
      agreeRelative("effect", [found.att], [att], 1e-12),
      agreeRelative("standard errors", [found.se, found.conditionalSe], [se, conditionalSe], 1e-12),
    ],
  };
}
