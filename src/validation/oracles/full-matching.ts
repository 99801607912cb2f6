import { sum } from "../../math/sum.js";
import { type FullMatchInput, matchFull } from "../../stats/full-matching.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";

interface Run {
  readonly caliper: number | null;
  readonly treated: number;
  readonly controls: number;
  readonly total: number;
}
interface Problem {
  readonly score: number[];
  readonly treated: number[];
  readonly runs: Run[];
}

/** How many rows are matched and the total distance within sets: an optimum can be reached by several sets, its total cannot. */
export const fullMatchingOracle: Oracle = {
  id: "full-matching",
  method: "Optimal full matching",
  reference: "the linear programme of an edge cover, lp",
  packages: ["R", "lpSolve"],
  run: (fixture) =>
    Object.entries((fixture as { problems: Record<string, Problem> }).problems).flatMap(([name, problem]) =>
      problem.runs.map((each) => runOne(name, problem, each)),
    ),
};

function runOne(name: string, problem: Problem, { caliper, treated, controls, total }: Run): OracleCase {
  const input: FullMatchInput = {
    score: Float64Array.from(problem.score),
    treated: Uint8Array.from(problem.treated),
    tieRank: Int32Array.from(problem.score, (_, i) => i),
    ...(caliper === null ? {} : { caliper }),
  };
  const { set, sets } = matchFull(input);
  const matched = (arm: number) =>
    set.reduce((n, each, row) => n + Number(each >= 0 && problem.treated[row] === arm), 0);
  return {
    name: `${name}, caliper ${caliper ?? "none"}`,
    agreements: [
      agreeExactly("rows matched", [matched(1), matched(0)], [treated, controls]),
      agreeRelative("total distance", [totalDistance(input, set, sets)], [total], 1e-11),
    ],
  };
}

/** Over sets that are stars: the distances between the one and the others. NaN where a set is none. */
function totalDistance({ score, treated }: FullMatchInput, set: ArrayLike<number>, sets: number): number {
  const members = Array.from({ length: sets }, () => [[], []] as [number[], number[]]);
  Array.from(set).forEach((number, row) => {
    if (number >= 0) members[number]![treated[row] === 1 ? 1 : 0].push(score[row]!);
  });
  return sum(
    members.flatMap(([controls, treatedScores]) =>
      Math.min(controls.length, treatedScores.length) === 1
        ? treatedScores.flatMap((t) => controls.map((c) => Math.abs(t - c)))
        : [Number.NaN],
    ),
  );
}
