import { estimateAalenJohansen } from "../../stats/aalen-johansen.js";
import type { ProbabilityScale } from "../../stats/probability-limits.js";
import { type Agreement, agreeAbsolute, agreeExactly, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

type Column = (number | null)[];
interface Cause {
  readonly events: number[];
  readonly incidence: number[];
  readonly standardError: number[];
  readonly bands: { readonly interval: ProbabilityScale; readonly lower: Column; readonly upper: Column }[];
}
interface Case {
  readonly name: string;
  readonly data: { time: number[]; cause: number[]; weight?: number[]; entry?: number[] };
  readonly time: number[];
  readonly atRisk: number[];
  readonly survival: number[];
  readonly causes: Cause[];
}

/** Incidences of two causes at every time, their standard errors and bands on three scales, with weights and delayed entry. */
export const aalenJohansenOracle: Oracle = {
  id: "aalen-johansen",
  method: "Cumulative incidence under competing events (Aalen–Johansen)",
  reference: "survfit of a multi-state Surv",
  packages: ["R", "survival"],
  run: (fixture) =>
    (fixture as { cases: Case[] }).cases.map((each) => {
      const input = toInput(each.data);
      const { time, atRisk, survival, causes } = estimateAalenJohansen(input);
      return {
        name: each.name,
        agreements: [
          agreeExactly("times", time, each.time),
          agreeRelative("at risk", atRisk, each.atRisk, 1e-12),
          // Absolute: where survival comes down to 0 R keeps a rounding error.
          agreeAbsolute("survival", survival, each.survival, 1e-13),
          ...each.causes.flatMap((expected, k) => [
            agreeRelative(`events of cause ${k + 1}`, causes[k]!.events, expected.events, 1e-12),
            agreeRelative(`incidence of cause ${k + 1}`, causes[k]!.incidence, expected.incidence, 1e-12),
            agreeAbsolute(`standard error of cause ${k + 1}`, causes[k]!.standardError, expected.standardError, 1e-12),
            ...expected.bands.flatMap(({ interval, lower, upper }): Agreement[] => {
              const band = estimateAalenJohansen({ ...input, interval }).causes[k]!;
              const name = `of cause ${k + 1} (${interval})`;
              return [
                agreeAbsolute(`lower limit ${name}`, band.lower, lower, 1e-11),
                agreeAbsolute(`upper limit ${name}`, band.upper, upper, 1e-11),
              ];
            }),
          ]),
        ],
      };
    }),
};

const toInput = ({ time, cause, weight, entry }: Case["data"]) => ({
  time: Int32Array.from(time),
  cause: Uint8Array.from(cause),
  causes: 2,
  ...(weight === undefined ? {} : { weight: Float64Array.from(weight) }),
  ...(entry === undefined ? {} : { entry: Int32Array.from(entry) }),
});
