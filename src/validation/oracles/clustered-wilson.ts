import { estimateClusteredWilson } from "../../stats/clustered-wilson.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly name: string;
  readonly held: number[];
  readonly units: number[];
  readonly level: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Shares of units that come in clusters, such as scans of patients, with their interval. */
export const clusteredWilsonOracle: Oracle = {
  id: "clustered-wilson",
  method: "Wilson's interval of a share of units in clusters",
  reference: "svyratio, prop.test(correct = FALSE)",
  packages: ["R", "survey"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, held, units, level, estimate, lower, upper }) => {
      const found = estimateClusteredWilson(held, units, level);
      const limits = [found.estimate, found.lower, found.upper];
      return { name, agreements: [agreeRelative("share and limits", limits, [estimate, lower, upper], 1e-12)] };
    }),
};
