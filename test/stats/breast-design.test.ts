import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { deriveCanonicalRank } from "../../src/stats/canonical-rank.js";
import { effectiveSampleSize } from "../../src/stats/effective-sample-size.js";
import { fitLogistic } from "../../src/stats/logistic.js";
import { matchNearest } from "../../src/stats/nearest.js";
import { derivePropensityWeights } from "../../src/stats/propensity-weights.js";
import { standardDeviation } from "../../src/stats/standard-deviation.js";

it("GBSG against Rotterdam, from covariates to design: controls worth 271.246480141, caliper 0.3122419109, 234 pairs", () => {
  const { cases } = JSON.parse(
    readFileSync(new URL("../../oracles/logistic/fixture.json", import.meta.url), "utf8"),
  ) as { cases: { breast: { names: string[]; columns: number[][]; y: number[] } } };
  const { names, columns, y } = cases.breast;
  const treated = Uint8Array.from(y);
  const X = Float64Array.from(columns.flat());
  const { fitted, linearPredictor } = fitLogistic({ X, n: y.length, p: names.length, names, y: treated });
  const weight = derivePropensityWeights(treated, fitted, "ATT");
  expect(effectiveSampleSize(weight, treated, 0)).toBeCloseTo(271.246480141, 8);
  const caliper = 0.2 * standardDeviation(linearPredictor);
  expect(caliper).toBeCloseTo(0.3122419109, 10);
  const covariates = columns.map((column) => Float64Array.from(column));
  const tieRank = deriveCanonicalRank(
    covariates,
    y.map((_, i) => `patient-${i}`),
    1,
  );
  expect(matchNearest({ score: linearPredictor, treated, order: "largest", caliper, tieRank }).pairs).toBe(234);
});
