import { deriveInResponse } from "../../stats/in-response.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";
import { standardErrorOf } from "./standard-error.js";

interface Case {
  readonly name: string;
  readonly data: Readonly<Record<"progression" | "progressed" | "response" | "responded", number[]>> & {
    readonly weight?: number[];
  };
  readonly days: number[];
  readonly estimate: number[];
  readonly se: number[];
}

/** The probability of being in response at several days, and its standard error. */
export const inResponseOracle: Oracle = {
  id: "in-response",
  method: "Probability of being in response at a day",
  reference: "the difference of two survfit curves and of their influences",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map(({ name, data, days, estimate, se }) => {
      const rows = {
        progressionDays: Int32Array.from(data.progression),
        progressed: Uint8Array.from(data.progressed),
        responseDays: Int32Array.from(data.response),
        responded: Uint8Array.from(data.responded),
        weight: Float64Array.from(data.weight ?? data.progression.map(() => 1)),
      };
      const found = days.map((day) => deriveInResponse(rows, day));
      return {
        name,
        agreements: [
          agreeRelative(
            "probability",
            found.map((each) => each.estimate),
            estimate,
            1e-12,
          ),
          agreeRelative(
            "standard error",
            found.map(({ derivative }) => standardErrorOf(derivative, rows.weight)),
            se,
            1e-12,
          ),
        ],
      };
    }),
};
