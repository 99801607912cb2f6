import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { progressionRules } from "../../src/recist/progression-rules.js";
import { imagingSchema } from "../../src/spec/imaging.js";
import { planHashes } from "../../src/spec/plan-hashes.js";
import { progressionRuleIds } from "../../src/spec/progression-rule.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose, minimalAnalysis } from "../support/minimal-analysis.js";

const place = "analyses/x/analysis.ts";
const set = (value: unknown): Loose => value as Loose;
const words = { label: "PFS", definition: "progression or death" };
const schedule = { segments: [{ everyDays: 42, untilDay: 730 }] };

function refusal(change: (analysis: Loose) => void): string {
  try {
    resolve(changedAnalysis(change), place);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return "accepted";
}

/** The minimal analysis with one derived endpoint and an estimate of it. */
function derived(endpoint: unknown, measure = "hazard-ratio", imaging: unknown = { schedule }) {
  return (analysis: Loose) => {
    analysis.imaging = set(imaging);
    analysis.endpoints!.derived = set(endpoint);
    analysis.estimates!.derived = set({
      measure,
      label: "Derived",
      endpoint: "derived",
      design: "crude",
      role: "exploratory",
    });
  };
}

describe("the imaging section", () => {
  it("has the defaults of the RECIST engine, option by option", () => {
    expect(imagingSchema.parse({}).options).toEqual(RECIST_DEFAULTS);
  });

  it("names every progression rule that the engine knows, and no other", () => {
    const known = progressionRules({
      schedule: { segments: [], toleranceDays: 0 },
      earlyDeathDays: 0,
      missedCapDays: 0,
    });
    expect([...progressionRuleIds].sort()).toEqual(Object.keys(known).sort());
  });

  it("is written out in the plan where an endpoint is derived, and absent where none is", () => {
    const plan = resolve(
      changedAnalysis(derived({ kind: "overall-survival", ...words }, "hazard-ratio", undefined)),
      place,
    );
    expect(plan.analysis.imaging?.options).toEqual(RECIST_DEFAULTS);
    expect(plan.variants[0]?.imaging).toEqual(plan.analysis.imaging);
    expect("imaging" in resolve(minimalAnalysis(), place).analysis).toBe(false);
  });

  it("is part of a derived endpoint's hash and of no other, and labels are not", () => {
    const hashes = (imaging: unknown, label = "PFS") => {
      const endpoint = { kind: "progression-free-survival", by: "imaging", ...words, label };
      return planHashes(resolve(changedAnalysis(derived(endpoint, "hazard-ratio", imaging)), place));
    };
    const before = hashes({ schedule });
    const after = hashes({ schedule, options: { timepointWindowDays: 7 } });
    expect(after.endpoints.derived).not.toBe(before.endpoints.derived);
    expect(after.endpoints.rfs).toBe(before.endpoints.rfs);
    expect(after.design).toBe(before.design);
    expect(hashes({ schedule }, "Progression-free survival").endpoints.derived).toBe(before.endpoints.derived);
  });

  it("may be changed by a sensitivity analysis", () => {
    const plan = resolve(
      changedAnalysis((analysis) => {
        derived({ kind: "response", by: "imaging", ...words }, "risk-difference")(analysis);
        analysis.sensitivity = set({
          later: {
            label: "Confirmed after 8 weeks",
            varies: "confirmation",
            why: "routine care scans late",
            patch: { imaging: { options: { confirmationDays: 56 } } },
            estimates: ["derived"],
          },
        });
      }),
      place,
    );
    expect(plan.variants.map(({ imaging }) => imaging?.options.confirmationDays)).toEqual([28, 56]);
  });
});

describe("derived endpoints are refused where they", () => {
  it("describe responders and a hazard ratio or risk difference is asked of them", () => {
    for (const kind of ["duration-of-response", "time-to-response"])
      for (const measure of ["hazard-ratio", "risk-difference"])
        expect(refusal(derived({ kind, by: "imaging", ...words }, measure))).toContain(
          `${kind} describes responders, who are not comparable between arms: it is reported per arm and takes no ${measure}`,
        );
  });

  it("have delayed entry and something is made of them that would overlook it", () => {
    const entry = { from: "observation", concept: "genomic_test", arms: ["control"] };
    const os = { kind: "overall-survival", ...words, entry };
    for (const measure of ["hazard-ratio"]) expect(refusal(derived(os, measure))).toBe("accepted");
    const pfs = { kind: "progression-free-survival", by: "imaging", ...words, entry };
    expect(refusal(derived(pfs))).toBe("accepted");
    expect(refusal(derived(pfs, "interval-hazard-ratio"))).toContain(
      'delayed entry is for hazard-ratio, rmst-difference, rmst-ratio, survival-difference; got interval-hazard-ratio; "derived" has an entry → estimates.derived',
    );
    expect(refusal(derived({ kind: "response", by: "imaging", ...words, entry }, "risk-difference"))).toContain(
      'entry belongs to a time to an event from index; "derived" is response → endpoints.derived.entry',
    );
    expect(refusal(derived({ ...os, entry: { from: "birth" } }))).toContain("endpoints.derived.entry");
    const bias = (analysis: Loose) => {
      derived(os)(analysis);
      analysis.bias = set({
        late: { label: "L", why: "w", method: "censoring", estimates: ["derived"] },
      });
    };
    expect(refusal(bias)).toContain('censoring knows no delayed entry; "derived" has an entry → bias.late');
  });

  it("are not placed between two scans and an interval-censored hazard ratio is asked of them", () => {
    const asked = (endpoint: Record<string, unknown>) =>
      refusal(derived({ ...words, ...endpoint }, "interval-hazard-ratio"));
    for (const kind of ["progression-free-survival", "time-to-progression"])
      expect(asked({ kind, by: "imaging" })).toBe("accepted");
    const needs = "interval-hazard-ratio needs progression between two scans";
    for (const [endpoint, found] of [
      [{ kind: "overall-survival" }, "overall-survival"],
      [
        { kind: "progression-free-survival", by: "ehr", anchors: ["physician_note"] },
        "progression-free-survival by: ehr",
      ],
      [
        { kind: "progression-free-survival", by: "imaging", progressionRule: "admiral" },
        "progression-free-survival by: imaging, rule admiral",
      ],
      [{ kind: "response", by: "imaging" }, "response by: imaging"],
    ] as const) {
      expect(asked(endpoint)).toContain(needs);
      expect(asked(endpoint)).toContain(`endpoint "derived" is ${found} → estimates.`);
    }
    expect(asked({ kind: "duration-of-response", by: "imaging" })).toContain("takes no interval-hazard-ratio");
  });

  it("need the planned assessments and the file does not say them", () => {
    for (const kind of ["progression-free-survival", "time-to-progression"])
      for (const by of ["imaging", "ehr"]) {
        const endpoint = { kind, by, ...words, ...(by === "ehr" ? { anchors: ["physician_note"] } : {}) };
        expect(refusal(derived(endpoint, "hazard-ratio", {}))).toContain(
          "write imaging.schedule → endpoints.derived.progressionRule",
        );
        expect(refusal(derived(endpoint))).toBe("accepted");
        expect(refusal(derived({ ...endpoint, progressionRule: "admiral" }, "hazard-ratio", {}))).toBe("accepted");
      }
  });

  it("come from health records and do not say from which evidence, or from scans and name some", () => {
    expect(refusal(derived({ kind: "response", by: "ehr", ...words }, "risk-difference"))).toContain(
      "endpoints.derived.anchors is missing",
    );
    expect(
      refusal(derived({ kind: "response", by: "imaging", ...words, anchors: ["claims"] }, "risk-difference")),
    ).toContain('endpoints.derived has no field "anchors"');
  });

  it("rank as admiralonco does what is not RECIST 1.1", () => {
    const endpoint = { kind: "response", by: "imaging", ...words, mode: "admiralonco" };
    expect(refusal(derived(endpoint, "risk-difference", { criteria: "irecist-2017" }))).toContain(
      "mode admiralonco ranks responses of RECIST 1.1",
    );
    expect(refusal(derived(endpoint, "risk-difference"))).toBe("accepted");
  });

  it("read another time by a rule that is of progression-free survival alone", () => {
    const endpoint = {
      kind: "time-to-progression",
      by: "imaging",
      ...words,
      progressionRule: "admiral-to-new-therapy",
    };
    expect(refusal(derived(endpoint))).toContain("admiral-to-new-therapy is a rule of progression-free survival alone");
  });

  it("are of the wrong kind for the measure", () => {
    expect(refusal(derived({ kind: "response", by: "imaging", ...words }))).toContain(
      'hazard-ratio needs a time-to-event endpoint; endpoint "derived" is response',
    );
    expect(refusal(derived({ kind: "overall-survival", ...words }, "risk-difference"))).toContain(
      "risk-difference needs a yes/no endpoint",
    );
  });

  it("misname a rule, and the allowed ones are shown", () => {
    const endpoint = { kind: "progression-free-survival", by: "imaging", ...words, progressionRule: "primry" };
    expect(refusal(derived(endpoint))).toMatch(
      /endpoints\.derived\.progressionRule must be one of primary, .*; got "primry", did you mean "primary"\?/,
    );
  });
});
