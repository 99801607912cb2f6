import { deriveEntropyBalance } from "../../stats/entropy-balance.js";
import { agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Fixture {
  readonly names: string[];
  readonly columns: number[][];
  readonly treated: number[];
  readonly base: number[];
  readonly controls: { readonly att: number[]; readonly attBase: number[] };
  readonly ate: number[];
}

/** Weights for the treated and for both arms together, and such that start from base weights. */
export const entropyBalanceOracle: Oracle = {
  id: "entropy-balance",
  method: "Entropy balancing",
  reference: "calibrate(calfun = raking)",
  packages: ["R", "survey"],
  run: (fixture) => {
    const { names, columns, treated, base, controls, ate } = fixture as Fixture;
    const input = (of: readonly number[][]) => ({
      X: Float64Array.from(of.flat()),
      n: treated.length,
      p: of.length,
      names: of.map((_, j) => `x${j}`),
      treated: Uint8Array.from(treated),
    });
    const ofArm = (weight: Float64Array, arm: number) => weight.filter((_, i) => treated[i] === arm);
    const att = deriveEntropyBalance({ ...input(columns), estimand: "ATT" }).weight;
    const fromBase = deriveEntropyBalance({
      ...input(columns),
      estimand: "ATT",
      base: Float64Array.from(base),
    }).weight;
    // The reference balances both arms on the moments without the square.
    const simple = columns.filter((_, j) => names[j] !== "age2");
    const both = deriveEntropyBalance({ ...input(simple), estimand: "ATE" }).weight;
    return [
      {
        name: "ATT",
        agreements: [
          agreeRelative("weights of the controls", ofArm(att, 0), controls.att, 1e-8),
          agreeExactly("weights of the treated", ofArm(att, 1), ofArm(new Float64Array(treated.length).fill(1), 1)),
        ],
      },
      {
        name: "ATT from base weights",
        agreements: [
          agreeRelative("weights of the controls", ofArm(fromBase, 0), controls.attBase, 1e-8),
          agreeExactly("weights of the treated", ofArm(fromBase, 1), ofArm(Float64Array.from(base), 1)),
        ],
      },
      { name: "ATE", agreements: [agreeRelative("weights", both, ate, 1e-8)] },
    ];
  },
};
