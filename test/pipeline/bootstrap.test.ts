import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { analyse } from "../../src/pipeline/analyse.js";
import { writeResults } from "../../src/pipeline/assemble-results.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { selectStatistic } from "../../src/results/select.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const bootstrap = { replicates: 150 };

/** Results of the small study with the estimates given beside its own. */
async function resultsWith(estimates: Record<string, unknown>) {
  const folder = writeSmallStudy(smallTables(), (analysis) => {
    Object.assign(analysis.estimates as object, estimates);
    for (const design of ["weighted", "matched"]) {
      const reason = "a test of the bootstrap";
      analysis.designs![design]!.gates = set({
        smd: { reason },
        weightShare: { reason },
        unmatchedTrial: { reason },
      });
    }
  });
  folders.push(folder);
  const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
  return analyse(study, true);
}

describe("a bootstrapped estimate of a study", () => {
  const words = { role: "exploratory", variance: "bootstrap", bootstrap };
  const estimates = {
    boot: { label: "Hazard ratio, bootstrap", ...words, measure: "hazard-ratio", endpoint: "rfs", design: "weighted" },
    known: { label: "Hazard ratio", role: "exploratory", measure: "hazard-ratio", endpoint: "rfs", design: "weighted" },
    rate: {
      label: "Rate, bootstrap",
      ...words,
      measure: "risk-difference",
      interval: "wald",
      endpoint: "response",
      design: "weighted",
    },
    pairs: {
      label: "Restricted mean, pairs drawn",
      ...words,
      measure: "rmst-difference",
      tauDays: 300,
      endpoint: "rfs",
      design: "matched",
      bootstrap: { ...bootstrap, resample: "pairs", interval: "percentile" },
    },
  };

  it("has the estimate of the sample, its own spread, its resamples counted, and the same bytes twice", async () => {
    const results = await resultsWith(estimates);
    const at = (variable: string, statistic: string) =>
      selectStatistic(results.records, { variant: "main", variable, statistic, group: null });
    expect(at("boot", "hazard_ratio").value).toBe(at("known", "hazard_ratio").value);
    const ratio = at("boot", "log_hazard_ratio_se").value! / at("known", "log_hazard_ratio_se").value!;
    expect(ratio).not.toBe(1);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.4);
    for (const variable of ["boot", "rate", "pairs"]) {
      expect(at(variable, "bootstrap_replicates").value).toBe(150);
      expect(at(variable, "bootstrap_failed").value).toBe(0);
    }
    expect(at("boot", "hazard_ratio").params.variance).toBe(
      "bootstrap of patients within each arm, the design carried out anew, 150 resamples",
    );
    expect(at("pairs", "rmst_difference").params.variance).toBe("bootstrap of matched sets, 150 resamples");
    expect(at("pairs", "rmst_difference").method).toContain("percentile interval");
    expect(writeResults(await resultsWith(estimates))).toBe(writeResults(results));
  });
});
