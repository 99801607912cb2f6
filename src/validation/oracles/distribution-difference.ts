import { estimateDistributionDifference } from "../../stats/distribution-difference.js";
import { agreeAbsolute } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Facts {
  readonly name: string;
  readonly mean: number;
  readonly max: number;
}
interface Fixture {
  readonly treated: number[];
  readonly weight: number[];
  readonly columns: Record<string, number[]>;
  readonly binary: string[];
  readonly before: Facts[];
  readonly after: Facts[];
}

/** Mean and largest difference of the distribution functions of each covariate, before and after matching. */
export const distributionDifferenceOracle: Oracle = {
  id: "distribution-difference",
  method: "Difference of distribution functions",
  reference: "summary(matchit)",
  packages: ["R", "MatchIt"],
  run: (fixture) => {
    const given = fixture as Fixture;
    const treated = Uint8Array.from(given.treated);
    return (["before", "after"] as const).flatMap((when) => {
      const weight = Float64Array.from(given.weight, (each) => (when === "before" ? 1 : each));
      return given[when].map(({ name, mean, max }) => {
        const x = Float64Array.from(given.columns[name]!);
        const found = estimateDistributionDifference({ x, treated, weight, binary: given.binary.includes(name) });
        return {
          name: `${name}, ${when} matching`,
          agreements: [agreeAbsolute("mean and largest difference", [found.mean, found.max], [mean, max], 1e-12)],
        };
      });
    });
  },
};
