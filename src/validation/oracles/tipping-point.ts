import { type AssumedShares, estimateImputedDifference } from "../../stats/imputed-difference.js";
import { agreeAbsolute, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

type Fixture = Readonly<Record<"value" | "known" | "arm" | "weight", number[]>> & {
  readonly cases: (AssumedShares & { readonly estimate: number; readonly se: number })[];
};

/** The difference of rates under shares assumed for those who could not be evaluated: what a tipping point is searched on. */
export const tippingPointOracle: Oracle = {
  id: "tipping-point",
  method: "Difference of rates with assumed outcomes (tipping point)",
  reference: "lm, vcovHC",
  packages: ["R", "sandwich"],
  run: (fixture) => {
    const { value, known, arm, weight, cases } = fixture as Fixture;
    const rows = {
      value: Uint8Array.from(value),
      known: Uint8Array.from(known),
      arm: Uint8Array.from(arm),
      weight: Float64Array.from(weight),
      set: null,
    };
    return cases.map(({ trial, control, estimate, se }) => {
      const found = estimateImputedDifference(rows, { trial, control });
      return {
        name: `${trial} of the trial's, ${control} of the controls'`,
        agreements: [
          agreeAbsolute("difference", [found.estimate], [estimate], 1e-13),
          agreeRelative("standard error", [found.se], [se], 1e-12),
        ],
      };
    });
  },
};
