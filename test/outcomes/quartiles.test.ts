import { describe, expect, it } from "vitest";
import { describeSurvival } from "../../src/outcomes/describe-survival.js";
import { selectStatistic } from "../../src/results/select.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { estimateSurvivalQuantile } from "../../src/stats/survival-quantile.js";

const time = Int32Array.from({ length: 60 }, (_, i) => 5 + ((i * 37) % 211));
const status = Uint8Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? 0 : 1));
const arm = { time, status, weight: new Float64Array(60).fill(1), weighted: false };
const place = { variant: "main", stage: "outcomes", population: "d", group: "trial", variable: "e" } as const;

describe("median and quartiles of an arm", () => {
  it.each(["log", "log-log", "plain"] as const)("have the %s interval of its curve inverted", (interval) => {
    const detail = { role: "primary", level: 0.95, params: {}, ticks: [0], interval } as const;
    const records = describeSurvival(place, arm, detail);
    const curve = estimateKaplanMeier({ time, status, interval });
    for (const [name, p] of [
      ["q1", 0.25],
      ["median", 0.5],
      ["q3", 0.75],
    ] as const) {
      const expected = estimateSurvivalQuantile(curve, p);
      const found = ["", "_lower", "_upper"].map(
        (suffix) => selectStatistic(records, { statistic: `${name}${suffix}`, group: "trial" }).value,
      );
      expect(found).toEqual([expected.estimate, expected.lower, expected.upper]);
    }
  });
});
