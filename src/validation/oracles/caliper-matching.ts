import { matchNearest, type NearestInput } from "../../stats/nearest.js";
import { standardDeviation } from "../../stats/standard-deviation.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Run {
  readonly order: NearestInput["order"];
  readonly caliper: number;
  /** Rows of the pairs, from 1. */
  readonly treated: number[];
  readonly control: number[];
}
interface Problem {
  readonly score: number[];
  readonly treated: number[];
  /** Of the score over all patients: the unit of a caliper. */
  readonly sd: number;
  readonly runs: Run[];
}

/** Pairs within a caliper by both orders. R breaks ties at random, so what must agree is the two scores of every pair. */
export const caliperMatchingOracle: Oracle = {
  id: "caliper-matching",
  method: "Nearest-neighbour matching within a caliper",
  reference: "Match(replace = FALSE, distance.tolerance = 0)",
  packages: ["R", "Matching"],
  run: (fixture) =>
    Object.entries((fixture as { problems: Record<string, Problem> }).problems).flatMap(([name, problem]) => [
      {
        name: `${name}, unit of the caliper`,
        agreements: [agreeRelative("standard deviation", [standardDeviation(problem.score)], [problem.sd], 1e-12)],
      },
      ...problem.runs.map(({ order, caliper, treated, control }) => ({
        name: `${name}, ${order} first, caliper ${caliper}`,
        agreements: [
          agreeExactly(
            "scores of the pairs",
            matchedScores(problem, order, caliper),
            inOrder(treated.map((row, k) => [problem.score[row - 1]!, problem.score[control[k]! - 1]!])),
          ),
        ],
      })),
    ]),
};

function matchedScores({ score, treated }: Problem, order: Run["order"], caliper: number): number[] {
  const { pair, pairs } = matchNearest({
    score: Float64Array.from(score),
    treated: Uint8Array.from(treated),
    tieRank: Int32Array.from(score, (_, i) => i),
    order,
    caliper,
  });
  const scores = Array.from({ length: pairs }, () => [Number.NaN, Number.NaN]);
  pair.forEach((set, row) => {
    if (set >= 0) scores[set]![treated[row] === 1 ? 0 : 1] = score[row]!;
  });
  return inOrder(scores);
}

const inOrder = (pairs: number[][]): number[] => pairs.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!).flat();
