import { sum } from "../../math/sum.js";
import { matchOptimal } from "../../stats/match-optimal.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Problem {
  readonly score: number[];
  readonly treated: number[];
  readonly runs: { readonly caliper: number | null; readonly pairs: number; readonly total: number }[];
}

/** How many pairs and their total distance: an optimum can be reached by several sets of pairs, its total cannot. */
export const optimalAssignmentOracle: Oracle = {
  id: "optimal-assignment",
  method: "Optimal pair matching by exact assignment",
  reference: "dynamic programming along the sorted scores",
  packages: ["R"],
  run: (fixture) =>
    Object.entries((fixture as { problems: Record<string, Problem> }).problems).flatMap(
      ([name, { score, treated, runs }]) =>
        runs.map(({ caliper, pairs, total }) => {
          const found = matchOptimal({
            score: Float64Array.from(score),
            treated: Uint8Array.from(treated),
            tieRank: Int32Array.from(score, (_, i) => i),
            ...(caliper === null ? {} : { caliper }),
          });
          const beyond = found.distance.filter((distance) => caliper !== null && distance > caliper);
          return {
            name: `${name}, caliper ${caliper ?? "none"}`,
            agreements: [
              agreeExactly("pairs, and pairs beyond the caliper", [found.pairs, beyond.length], [pairs, 0]),
              agreeRelative("total distance", [sum(found.distance)], [total], 1e-11),
            ],
          };
        }),
    ),
};
