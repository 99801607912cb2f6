import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";
import { withFeatures } from "../support/radiomic-study.js";

const set = (value: unknown): Loose => value as Loose;

const planOf = (change: (analysis: Loose) => void = () => undefined) =>
  resolve(
    changedAnalysis((analysis) => {
      withFeatures(analysis);
      change(analysis);
    }),
    "analysis.json",
  );

function refusal(change: (analysis: Loose) => void): string {
  try {
    planOf(change);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

const scanners = (analysis: Loose) => analysis.harmonisation!.scanners!;

describe("harmonisation in the analysis file", () => {
  it("is by maker and model, location and scale, where nothing else is said", () => {
    expect(planOf().analysis.harmonisation!.scanners).toMatchObject({
      batch: ["manufacturer", "model"],
      adjust: "location-scale",
    });
  });

  it("is absent from a plan that does not write it, and decides the design's hash where it is written", () => {
    const without = resolve(
      changedAnalysis(() => undefined),
      "analysis.json",
    );
    expect("harmonisation" in without.analysis || "harmonisation" in without.variants[0]!).toBe(false);
    const location = planOf((analysis) => {
      scanners(analysis).adjust = set("location");
    });
    expect(planHashes(location).design).not.toBe(planHashes(planOf()).design);
    const renamed = planOf((analysis) => {
      scanners(analysis).label = set("Other words");
    });
    expect(planHashes(renamed).design).toBe(planHashes(planOf()).design);
  });

  it("can be left out by a sensitivity analysis", () => {
    const plan = planOf((analysis) => {
      analysis.sensitivity = set({
        raw: {
          label: "As measured",
          varies: "harmonisation",
          why: "to see what it does",
          patch: { harmonisation: null },
          estimates: ["textured"],
        },
      });
    });
    expect(plan.variants.map((variant) => variant.harmonisation !== undefined)).toEqual([true, false]);
  });

  it.each<[string, (analysis: Loose) => void, string]>([
    [
      "a covariate that does not exist",
      (a) => {
        scanners(a).covariates = set(["volume", "entropie"]);
      },
      '(did you mean "entropy"?) → harmonisation.scanners.covariates[1]',
    ],
    [
      "a covariate that is no radiomic feature",
      (a) => {
        scanners(a).covariates = set(["volume", "age"]);
      },
      'only radiomic features are harmonised across scanners; "age" comes from age → harmonisation.scanners.covariates[1]',
    ],
    [
      "one feature alone",
      (a) => {
        scanners(a).covariates = set(["volume"]);
      },
      'harmonisation.scanners.covariates must be of a length ≥ 2; got ["volume"]',
    ],
    [
      "a feature named twice",
      (a) => {
        scanners(a).covariates = set(["volume", "mean", "volume"]);
      },
      '"volume" stands twice; remove one of the two → harmonisation.scanners.covariates[2]',
    ],
    [
      "a feature in two harmonisations",
      (a) => {
        a.harmonisation!.again = set({ label: "Again", method: "combat", covariates: ["volume", "mean"] });
      },
      'covariate "volume" is harmonised by "scanners" already → harmonisation.again.covariates[0]',
    ],
    [
      "features of different scans",
      (a) => {
        a.covariates!.volume!.from!.window = set([-30, 0]);
      },
      "features of one harmonisation must come from one scan and lesion of a patient: give them the same window and reader → harmonisation.scanners.covariates",
    ],
    [
      "a feature protected from its own harmonisation",
      (a) => {
        scanners(a).protect = set(["age", "volume"]);
      },
      'covariate "volume" is harmonised here and cannot be protected from it → harmonisation.scanners.protect[1]',
    ],
    [
      "a feature that is not continuous",
      (a) => {
        a.covariates!.volume = set({
          ...(a.covariates!.volume as object),
          type: "binary",
          when: { above: 3 },
        });
        a.designs!.textured!.propensity!.terms = set(["age"]);
      },
      'harmonisation needs continuous covariates; "volume" is binary → harmonisation.scanners.covariates[0]',
    ],
    [
      "a feature that is no IBSI code",
      (a) => {
        a.covariates!.volume!.from!.feature = set("glcm_JointEntropy");
      },
      "covariates.volume.from.feature must be four capital letters or digits, a code of the IBSI reference manual",
    ],
    [
      "a batch by what is no column of a scan",
      (a) => {
        scanners(a).batch = set(["scanner"]);
      },
      "harmonisation.scanners.batch[0] must be one of site_id, manufacturer, model, kernel, contrast_phase",
    ],
  ])("refuses %s", (_, change, expected) => {
    expect(refusal(change)).toContain(expected);
  });
});
