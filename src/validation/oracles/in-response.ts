import { deriveInResponse, type ResponseCourseRows } from "../../stats/in-response.js";
import { agreeRelative } from "../agreement.js";
import type { Oracle, OracleCase } from "../oracle.js";
import { standardErrorOf } from "./standard-error.js";

interface Given {
  readonly name: string;
  readonly data: Readonly<Record<"progression" | "progressed" | "response" | "responded", number[]>> & {
    readonly weight?: number[];
  };
  readonly days: number[];
  readonly estimate: number[];
}
interface Case extends Given {
  readonly se: number[];
}
/** Trial less control. */
interface Difference extends Given {
  readonly arm: number[];
  readonly set: number[];
  readonly robust: number[];
  readonly clustered: number[];
}
interface Fixture {
  readonly cases: readonly Case[];
  readonly difference: Difference;
}

/** The probability of being in response at several days, its difference between weighted arms, and their standard errors. */
export const inResponseOracle: Oracle = {
  id: "in-response",
  method: "Probability of being in response at a day",
  reference: "the difference of two survfit curves and of their influences",
  packages: ["R", "survival"],
  run: (fixture) => {
    const { cases, difference } = fixture as Fixture;
    return [...cases.map(runCase), runDifference(difference)];
  },
};

const rowsOf = ({ data }: Given): ResponseCourseRows => ({
  progressionDays: Int32Array.from(data.progression),
  progressed: Uint8Array.from(data.progressed),
  responseDays: Int32Array.from(data.response),
  responded: Uint8Array.from(data.responded),
  weight: Float64Array.from(data.weight ?? data.progression.map(() => 1)),
});

function runCase(given: Case): OracleCase {
  const rows = rowsOf(given);
  const found = given.days.map((day) => deriveInResponse(rows, day));
  const errors = found.map(({ derivative }) => standardErrorOf(derivative, rows.weight));
  return {
    name: given.name,
    agreements: [
      agreeRelative(
        "probability",
        found.map((each) => each.estimate),
        given.estimate,
        1e-12,
      ),
      agreeRelative("standard error", errors, given.se, 1e-12),
    ],
  };
}

/** Each arm by itself, the other's weights at 0, so that the derivatives of both stand side by side. */
function runDifference(given: Difference): OracleCase {
  const rows = rowsOf(given);
  const own = (side: 0 | 1) => ({ ...rows, weight: rows.weight.map((w, i) => (given.arm[i] === side ? w : 0)) });
  const found = given.days.map((day) => {
    const [trial, control] = [deriveInResponse(own(1), day), deriveInResponse(own(0), day)];
    return {
      estimate: trial.estimate - control.estimate,
      derivative: trial.derivative.map((d, i) => d - control.derivative[i]!),
    };
  });
  const errors = (cluster: Int32Array | null) =>
    found.map(({ derivative }) => standardErrorOf(derivative, rows.weight, cluster));
  return {
    name: given.name,
    agreements: [
      agreeRelative(
        "difference of the arms",
        found.map((each) => each.estimate),
        given.estimate,
        1e-11,
      ),
      agreeRelative("its standard error, by patient", errors(null), given.robust, 1e-11),
      agreeRelative("its standard error, by matched set", errors(Int32Array.from(given.set)), given.clustered, 1e-11),
    ],
  };
}
