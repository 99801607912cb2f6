import { deriveFollowUpCompleteness } from "../../stats/follow-up-completeness.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly time: number[];
    readonly status: number[];
    readonly entry: number[];
    readonly limit: number[];
    readonly completeness: number;
  }[];
}

/** The days observed over the days that could have been. */
export const followUpCompletenessOracle: Oracle = {
  id: "follow-up-completeness",
  method: "Completeness of follow-up (Clark's C)",
  reference: "person-time of pyears, observed and possible",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as Fixture).cases.map(({ name, time, status, entry, limit, completeness }) => {
      const found = deriveFollowUpCompleteness({
        time: Int32Array.from(time),
        status: Uint8Array.from(status),
        entry: Int32Array.from(entry),
        limit: Int32Array.from(limit),
      });
      return { name, agreements: [agreeRelative("completeness", [found], [completeness], 1e-12)] };
    }),
};
