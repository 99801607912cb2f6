import { describe, expect, it } from "vitest";
import { SpecError } from "../../src/errors.js";
import { endpointNamesOf } from "../../src/spec/endpoint-names.js";
import { resolve } from "../../src/spec/resolve.js";
import { changedAnalysis, type Loose } from "../support/minimal-analysis.js";

const set = (value: unknown): Loose => value as Loose;
const words = { label: "E", definition: "e" };
const scans = { by: "imaging", ...words };
const charts = { by: "ehr", anchors: ["physician_note"], ...words };
const estimate = {
  ...{ measure: "in-response-difference", label: "In response at six months", endpoint: "orr", design: "weighted" },
  ...{ role: "exploratory", progression: "pfs", timeToResponse: "ttr", timeDays: 183 },
};

/** The minimal analysis with a response by scans, what ends it and when it began, and an estimate of being in response. */
function analysisWith(fields: Record<string, unknown> = {}, change: (analysis: Loose) => void = () => undefined) {
  return changedAnalysis((analysis) => {
    analysis.imaging = set({ schedule: { segments: [{ everyDays: 56, untilDay: 730 }] } });
    analysis.endpoints!.orr = set({ kind: "response", ...scans });
    analysis.endpoints!.pfs = set({ kind: "progression-free-survival", ...scans, label: "P" });
    analysis.endpoints!.ttr = set({ kind: "time-to-response", ...scans, label: "T" });
    analysis.estimates!.share = set({ ...estimate, ...fields });
    change(analysis);
  });
}

function refusal(fields: Record<string, unknown> = {}, change: (analysis: Loose) => void = () => undefined): string {
  try {
    resolve(analysisWith(fields, change), "x");
    return "";
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message;
  }
}

const endpoint = (name: string, value: Record<string, unknown>) => (analysis: Loose) => {
  analysis.endpoints![name] = set({ label: "Other", ...value });
};

describe("an estimate of being in response", () => {
  it("is accepted under every design, with subgroups, every variance and further days", () => {
    for (const design of ["crude", "weighted", "matched"]) expect(refusal({ design })).toBe("");
    expect(refusal({ variance: "influence" })).toBe("");
    expect(
      refusal({ design: "matched", variance: "bootstrap", bootstrap: { replicates: 200, resample: "pairs" } }),
    ).toBe("");
    expect(refusal({ landmarksDays: [91, 365], subgroups: { stages: { by: "stage" } } })).toBe("");
  });

  it("names three endpoints, of which every variant derives what it needs", () => {
    const plan = resolve(analysisWith(), "x");
    expect(endpointNamesOf(plan.analysis.estimates.share!)).toEqual(["orr", "pfs", "ttr"]);
  });

  it.each([
    ["progression", "pfx", 'unknown endpoint "pfx"', "estimates.share.progression"],
    ["progression", "ttr", 'progression needs a progression-free-survival; "ttr" is time-to-response', "progression"],
    ["timeToResponse", "pfs", 'timeToResponse needs a time-to-response; "pfs" is progression-free-survival', "timeTo"],
  ])("%s must not be %s", (field, name, rule, place) => {
    expect(refusal({ [field]: name })).toContain(rule);
    expect(refusal({ [field]: name })).toContain(place);
  });

  it("a progression that death does not end is none", () => {
    expect(refusal({}, endpoint("pfs", { ...scans, kind: "time-to-progression", label: "P" }))).toContain(
      'progression needs a progression-free-survival; "pfs" is time-to-progression',
    );
    const rule = { kind: "progression-free-survival", progressionRule: "time-to-progression" };
    expect(refusal({}, endpoint("pfs", { ...scans, ...rule, label: "P" }))).toContain(
      'death must end a response; the rule time-to-progression of "pfs" censors there',
    );
  });

  it("companions must come from the source of the response", () => {
    const byCharts = endpoint("pfs", { kind: "progression-free-survival", ...charts, label: "P" });
    expect(refusal({}, byCharts)).toContain(
      'a response and what ends it must come from one source; "orr" is by: imaging and "pfs" by: ehr, anchors physician_note',
    );
    const otherNotes = (analysis: Loose) => {
      endpoint("orr", { kind: "response", ...charts, label: "E" })(analysis);
      endpoint("ttr", { kind: "time-to-response", ...charts, label: "T" })(analysis);
      endpoint("pfs", { kind: "progression-free-survival", ...charts, anchors: ["claims"], label: "P" })(analysis);
    };
    expect(refusal({}, otherNotes)).toContain('anchors physician_note and "pfs" by: ehr, anchors claims');
  });

  it("a response and its time must be confirmed alike", () => {
    expect(
      refusal({}, endpoint("ttr", { kind: "time-to-response", ...scans, confirmed: false, label: "T" })),
    ).toContain(
      'a response and its time must be confirmed alike; "orr" has confirmed: true and "ttr" false → estimates.share.timeToResponse',
    );
  });

  it("refuses what has no day of response: disease control, a response that was collected", () => {
    expect(refusal({}, endpoint("orr", { kind: "response", ...scans, measure: "disease-control" }))).toContain(
      'needs an objective response, which begins on a day; "orr" is of disease-control → estimates.share.endpoint',
    );
    expect(refusal({ endpoint: "response" })).toContain(
      'needs a response derived here, whose days are known; "response" is collected-response',
    );
  });

  it("refuses delayed entry, multiple imputation and options that it has no theory for", () => {
    const late = endpoint("pfs", {
      ...{ kind: "progression-free-survival", ...scans, label: "P" },
      entry: { from: "entered" },
    });
    expect(refusal({}, late)).toContain(
      'being in response with delayed entry is not estimated; "pfs" has an entry → estimates.share.progression',
    );
    const imputed = (analysis: Loose) => {
      analysis.designs!.weighted!.propensity!.missing = set({ method: "multiple-imputation", imputations: 5 });
    };
    expect(refusal({}, imputed)).toContain("is not estimated under multiple imputation");
    expect(refusal({ adjustment: { by: "g-computation", terms: ["age"] } })).toContain("adjustment");
    expect(refusal({ design: "matched", variance: "influence" })).toContain(
      "variance influence needs weights that were estimated",
    );
  });
});
