import { testMaxCombo } from "../../stats/max-combo.js";
import { agreeAbsolute, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Case {
  readonly name: string;
  readonly data: { time: number[]; status: number[]; group: number[]; stratum: number[] };
  readonly rho: number[];
  readonly gamma: number[];
  readonly z: number[];
  readonly correlation: number[];
  readonly maximum: number;
  readonly p: number;
}

/** The weighted log-rank statistics, their correlation, the largest and its p. */
export const maxComboOracle: Oracle = {
  id: "max-combo",
  method: "MaxCombo test of Fleming–Harrington weights",
  reference: "the definition, and the normal integral by quadrature",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, data, rho, gamma, ...expected }) => {
      const test = testMaxCombo({
        time: Int32Array.from(data.time),
        status: Uint8Array.from(data.status),
        group: Int32Array.from(data.group),
        stratum: Int32Array.from(data.stratum),
        weights: rho.map((r, k) => ({ rho: r, gamma: gamma[k]! })),
      });
      return {
        name,
        agreements: [
          agreeRelative("statistics", test.z, expected.z, 1e-10),
          agreeRelative("correlation", test.correlation, expected.correlation, 1e-11),
          agreeRelative("largest", [test.maximum], [expected.maximum], 1e-10),
          agreeAbsolute("p", [test.p], [expected.p], 1e-10),
        ],
      };
    }),
};
