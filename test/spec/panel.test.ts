import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { hashOf } from "../../src/spec/hash.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { resolve } from "../../src/spec/resolve.js";
import { withoutLabels } from "../../src/spec/without-labels.js";
import { changedAnalysis, type Loose, minimalAnalysis } from "../support/minimal-analysis.js";

const place = "analyses/x/analysis.ts";
const set = (value: unknown): Loose => value as Loose;

/** The minimal analysis with PFS and response by scans and by charts. */
function imagingAnalysis(analysis: Loose): void {
  const words = (label: string) => ({ label, definition: "in words" });
  const charts = { by: "ehr", anchors: ["physician_note"], ...words("PFS by charts") };
  analysis.imaging = set({ schedule: { segments: [{ everyDays: 42, untilDay: 730 }] } });
  analysis.endpoints!.pfs = set({ kind: "progression-free-survival", by: "imaging", ...words("PFS by scans") });
  analysis.endpoints!.chartPfs = set({ kind: "progression-free-survival", ...charts });
  analysis.endpoints!.orr = set({ kind: "response", by: "imaging", measure: "objective", ...words("ORR by scans") });
  analysis.estimates!.pfs = set({
    measure: "hazard-ratio",
    label: "PFS",
    endpoint: "pfs",
    design: "crude",
    role: "context",
  });
  analysis.estimates!.orr = set({
    measure: "risk-difference",
    label: "ORR",
    endpoint: "orr",
    design: "crude",
    role: "context",
  });
}

function refusal(change: (analysis: Loose) => void): string {
  try {
    resolve(
      changedAnalysis((analysis) => {
        imagingAnalysis(analysis);
        change(analysis);
      }),
      place,
    );
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("sections comparison and bias", () => {
  it("are absent from the plan of an analysis without them, and so from its hash", () => {
    const { analysis, hash } = resolve(minimalAnalysis(), place);
    expect(Object.keys(analysis)).not.toContain("bias");
    expect(Object.keys(analysis)).not.toContain("comparison");
    expect(hash).toBe(hashOf(withoutLabels(JSON.parse(JSON.stringify(analysis)))));
    expect(planHashes(resolve(minimalAnalysis(), place)).sensitivity).toEqual({});
  });

  it("are written out with their defaults, three lines being enough, and locked line by line", () => {
    const plan = resolve(
      changedAnalysis((analysis) => {
        analysis.bias = set({ confounding: { method: "e-value", estimates: ["main"] } });
      }),
      place,
    );
    expect(plan.analysis.bias).toEqual({
      confounding: { method: "e-value", estimates: ["main"], outcome: "common", reference: 1 },
    });
    expect(Object.keys(planHashes(plan).sensitivity)).toEqual(["bias.confounding"]);
    expect(planHashes(plan).design).toBe(planHashes(resolve(minimalAnalysis(), place)).design);
  });

  it("keep the lock's hash of a line when only its words change", () => {
    const withWords = (line: Record<string, unknown>) =>
      planHashes(
        resolve(
          changedAnalysis((analysis) => {
            analysis.bias = set({ confounding: { method: "e-value", estimates: ["main"], ...line } });
          }),
          place,
        ),
      ).sensitivity["bias.confounding"];
    expect(withWords({ why: "reviewers ask" })).toBe(withWords({}));
    expect(withWords({ outcome: "rare" })).not.toBe(withWords({}));
  });

  it.each([
    [{ ehr: "chartPfs", imaging: "pfs", estimates: ["pfs"] }, "accepted"],
    [{ ehr: "chartPsf", imaging: "pfs" }, 'unknown endpoint "chartPsf"'],
    [{ ehr: "pfs", imaging: "pfs" }, 'ehr must name an endpoint by: ehr; "pfs" is none → comparison.p.ehr'],
    [{ ehr: "chartPfs", imaging: "orr" }, "both sides must be of one kind; got progression-free-survival and response"],
    [{ ehr: "chartPfs", imaging: "pfs", estimates: ["main"] }, 'must be of "chartPfs" or "pfs"; "main" is of "rfs"'],
    [{ ehr: "chartPfs", imaging: "pfs", estimates: ["psf"] }, 'unknown estimate "psf"'],
    [{ ehr: "chartPfs", imaging: "pfs", subgroups: ["age"] }, '"age" is continuous → comparison.p.subgroups[0]'],
    [{ ehr: "chartPfs", imaging: "pfs", sameDayDays: 60 }, "must have sameDayDays <= nearDays"],
  ])("compare what can be compared: %o", (pair, expected) => {
    const found = refusal((analysis) => {
      analysis.comparison = set({ p: { label: "P", ...pair } });
    });
    expect(found).toContain(expected);
  });

  it.each([
    [{ method: "scan-alignment", estimates: ["pfs"] }, "accepted"],
    [{ method: "e-value", estimates: ["pfz"] }, 'unknown estimate "pfz"'],
    [{ method: "e-values", estimates: ["pfs"] }, "bias.line"],
    [{ method: "censoring", estimates: ["orr"] }, 'censoring is for hazard-ratio; "orr" is risk-difference'],
    [{ method: "not-evaluable", estimates: ["pfs"] }, "not-evaluable is for risk-difference"],
    [{ method: "not-evaluable", estimates: ["orr"], covariates: ["agee"] }, 'unknown covariate "agee"'],
    [{ method: "rosenbaum", estimates: ["pfs"] }, 'needs a design of 1:1 pairs; "crude" is unadjusted'],
    [
      { method: "scan-alignment", estimates: ["main"] },
      'needs an estimate of progression-free survival by: imaging; "main"',
    ],
    [{ method: "negative-controls", estimates: ["pfs"], events: ["NC01"] }, "of a length ≥ 3"],
    [{ method: "reference-studies", estimates: ["pfs"], set: "nsclc-incerti-2023" }, "bias.line.similar is missing"],
  ])("ask only what a method can answer: %o", (line, expected) => {
    const found = refusal((analysis) => {
      analysis.bias = set({ line });
    });
    expect(found).toContain(expected);
  });

  it("needs the trial's schedule to align scans", () => {
    const found = refusal((analysis) => {
      analysis.imaging = set({});
      analysis.bias = set({ line: { method: "scan-alignment", estimates: ["pfs"] } });
    });
    expect(found).toContain("scan-alignment needs the trial's planned assessments; write imaging.schedule");
  });
});
