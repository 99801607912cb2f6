import { estimateClopperPearson } from "../../stats/clopper-pearson.js";
import { estimateJeffreys } from "../../stats/jeffreys.js";
import { estimateRiskDifference } from "../../stats/miettinen-nurminen.js";
import { estimateNewcombeDifference } from "../../stats/newcombe.js";
import type { ProportionInterval } from "../../stats/proportion.js";
import type { TwoProportions } from "../../stats/two-proportions.js";
import { estimateWilson } from "../../stats/wilson.js";
import { agreeAbsolute, agreeRelative } from "../agreement.js";
import type { Oracle } from "../oracle.js";

type Limits = [number, number];
interface Single {
  readonly events: number;
  readonly n: number;
  readonly level: number;
  readonly clopperPearson: Limits;
  readonly wilson: Limits;
  readonly jeffreys: Limits;
}
type Difference = Required<TwoProportions> & {
  readonly difference: number;
  readonly miettinenNurminen: Limits;
  readonly p: number;
  readonly newcombe: Limits;
};

/** Three intervals of one proportion, two of a difference. */
export const proportionsOracle: Oracle = {
  id: "proportions",
  method: "Intervals of a rate (Clopper–Pearson, Wilson, Jeffreys) and of a difference (Miettinen–Nurminen, Newcombe)",
  reference: "binom.test, prop.test, qbeta, and the published formulas",
  packages: ["R"],
  run: (fixture) => {
    const { single, difference } = fixture as { single: Single[]; difference: Difference[] };
    return [...single.map(runSingle), ...difference.map(runDifference)];
  },
};

const limits = ({ lower, upper }: ProportionInterval): number[] => [lower, upper];

function runSingle({ events, n, level, clopperPearson, wilson, jeffreys }: Single) {
  return {
    name: `${events} of ${n} at level ${level}`,
    agreements: [
      agreeRelative("Clopper–Pearson", limits(estimateClopperPearson(events, n, level)), clopperPearson, 1e-12),
      agreeRelative("Wilson", limits(estimateWilson(events, n, level)), wilson, 1e-12),
      agreeRelative("Jeffreys", limits(estimateJeffreys(events, n, level)), jeffreys, 1e-12),
    ],
  };
}

function runDifference(expected: Difference) {
  const score = estimateRiskDifference(expected);
  const { events1, n1, events0, n0, level } = expected;
  return {
    name: `${events1}/${n1} − ${events0}/${n0} at level ${level}`,
    agreements: [
      agreeAbsolute("difference", [score.estimate], [expected.difference], 5e-15),
      // Absolute: a limit near 0 is the difference of two proportions. R's closed form loses digits in its arccosine.
      agreeAbsolute("Miettinen–Nurminen", limits(score), expected.miettinenNurminen, 1e-10),
      agreeRelative("p", [score.p], [expected.p], 1e-10),
      agreeAbsolute("Newcombe", limits(estimateNewcombeDifference(expected)), expected.newcombe, 1e-13),
    ],
  };
}
