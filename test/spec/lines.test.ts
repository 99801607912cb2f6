import { describe, expect, it } from "vitest";
import { resolve } from "../../src/spec/resolve.js";
import { lineAnalysis } from "../support/line-study.js";
import type { Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;

function refusal(change: (analysis: Loose) => void): string {
  const analysis = structuredClone(lineAnalysis()) as unknown as Loose;
  change(analysis);
  try {
    resolve(analysis, "analysis.json");
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

/** What is changed, and what the refusal says. */
const refused: readonly (readonly [string, (analysis: Loose) => void, string])[] = [
  [
    "lines of the trial's patients",
    (a) => {
      a.cohort!.trial!.index = set({ rule: "therapy-line", which: "all" });
    },
    "→ cohort.trial.index.which",
  ],
  [
    "a criterion that reads past index",
    (a) => {
      a.cohort!.eligibility = set([{ kind: "sql", label: "x", sql: "select 1", postIndex: true }]);
    },
    "→ cohort.eligibility[0].postIndex",
  ],
  [
    "matching",
    (a) => {
      a.designs!.weighted = set({ method: "nearest", label: "M", propensity: { terms: ["age"] } });
      a.estimates!.hr!.variance = set("robust");
    },
    "needs a variance clustered by set and by patient, which is not made: take weighting or entropy-balancing",
  ],
  [
    "matching with replacement",
    (a) => {
      a.designs!.weighted = set({ method: "with-replacement", label: "M", propensity: { terms: ["age"] } });
      a.estimates!.hr!.variance = set("robust");
    },
    "→ designs.weighted.method",
  ],
  [
    "multiple imputation",
    (a) => {
      a.designs!.balanced!.missing = set({ method: "multiple-imputation" });
    },
    "multiple imputation takes rows as independent",
  ],
  [
    "lasso",
    (a) => {
      a.designs!.weighted!.propensity!.fit = set("lasso");
      a.estimates!.hr!.variance = set("robust");
    },
    "→ designs.weighted.propensity.fit",
  ],
  [
    "an endpoint taken as given",
    (a) => {
      a.endpoints!.os = set({ kind: "collected-event", label: "OS", event: "OS", definition: "death" });
    },
    "counts from one index of a patient",
  ],
  [
    "competing events",
    (a) => {
      a.estimates!.hr = set({
        measure: "subdistribution-hazard-ratio",
        label: "C",
        endpoint: "os",
        composite: "pfs",
        design: "weighted",
        role: "primary",
      });
    },
    "→ estimates.hr.composite",
  ],
  [
    "subgroups",
    (a) => {
      a.estimates!.hr!.subgroups = set({ ecog: { label: "ECOG", by: "ecog" } });
    },
    "→ estimates.hr.subgroups",
  ],
  [
    "weighted log-rank tests",
    (a) => {
      a.estimates!.crude!.tests = set(["max-combo"]);
    },
    "→ estimates.crude.tests",
  ],
  [
    "the score interval that an unadjusted difference has by default",
    (a) => {
      delete a.estimates!.rate!.interval;
    },
    "miettinen-nurminen takes rows as independent",
  ],
  [
    "an exact interval of an arm",
    (a) => {
      a.estimates!.rate!.armInterval = set("wilson");
    },
    "→ estimates.rate.armInterval",
  ],
  [
    "fitness of the data",
    (a) => {
      a.fitness = set({});
    },
    "fitness takes each row for a patient",
  ],
  [
    "figures of patients one by one",
    (a) => {
      a.report = set({ patientFigures: ["control"] });
    },
    "→ report.patientFigures",
  ],
  [
    "a restricted mean that leads where a test rejects which is not made",
    (a) => {
      a.followUp = set({ tauDays: 150 });
    },
    'is not made with which: "all", so that the restricted mean would never lead; set leads: "always" → followUp.leads',
  ],
  [
    "a line of the bias panel that goes back to the rows",
    (a) => {
      a.bias = set({ shift: { method: "censoring", estimates: ["hr"] } });
    },
    "expected one of: e-value, unmeasured-confounder, reference-studies → bias.shift.method",
  ],
];

describe('which: "all"', () => {
  it("is accepted with weighting, entropy balancing and unadjusted arms", () => {
    expect(refusal(() => undefined)).toBe("accepted");
    expect(
      refusal((a) => {
        a.bias = set({ e: { method: "e-value", estimates: ["hr"] } });
        a.followUp = set({ tauDays: 150, leads: "always" });
      }),
    ).toBe("accepted");
  });

  it.each(refused)("refuses %s", (_, change, message) => {
    expect(refusal(change)).toContain(message);
  });

  it.each(refused.slice(2))("but not under the first line: %s", (_, change, message) => {
    const withFirst = refusal((analysis) => {
      change(analysis);
      analysis.cohort!.control!.index = set({ rule: "therapy-line" });
    });
    expect(withFirst).not.toContain(message);
  });

  it("looks, in a sensitivity analysis, at the estimates it carries out", () => {
    const with_ = (estimates: readonly string[]) =>
      refusal((a) => {
        a.cohort!.control!.index = set({ rule: "therapy-line" });
        a.designs!.matched = set({ method: "nearest", label: "M", propensity: { terms: ["age"] } });
        a.estimates!.matched = set({
          measure: "hazard-ratio",
          label: "M",
          endpoint: "os",
          design: "matched",
          role: "sensitivity",
        });
        a.sensitivity = set({
          lines: {
            label: "Every line",
            varies: "the index",
            why: "to use all lines",
            patch: { cohort: { control: { index: { which: "all" } } } },
            estimates,
          },
        });
      });
    expect(with_(["hr"])).toBe("accepted");
    expect(with_(["matched"])).toContain("nearest matching could take a patient twice");
  });
});
