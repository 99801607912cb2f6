import { describe, expect, it } from "vitest";
import { compareAvailability } from "../../src/comparison/compare-availability.js";
import { compareResponse } from "../../src/comparison/compare-response.js";
import { compareSubgroups } from "../../src/comparison/compare-subgroups.js";
import { find, framesOf, type ResponsePatient, responsePair, times, value } from "./support/make-pair.js";

const control = (ehr: ResponsePatient["ehr"], imaging: ResponsePatient["imaging"]): ResponsePatient => ({
  arm: "control",
  ehr,
  imaging,
});

/** Twenty controls with both, two with charts only, one with scans only; a trial without charts. */
const patients: ResponsePatient[] = [
  ...times(4, control("PR", "PR")),
  ...times(3, control("PR", "SD")),
  ...times(1, control("SD", "PR")),
  ...times(6, control("SD", "SD")),
  ...times(5, control("PD", "PD")),
  ...times(1, control("CR", "NE")),
  ...times(2, control("PR", "missing")),
  ...times(1, control("missing", "PD")),
  ...times(8, { arm: "trial", ehr: null, imaging: "PR" } as const),
];
const frame = framesOf(patients);
const pair = responsePair("orr", patients);
const covariates = {
  n: frame.n,
  columns: [
    {
      name: "sex",
      label: "Sex",
      kind: "binary",
      unit: null,
      levels: [],
      value: Float64Array.from(patients, (_, i) => i % 2),
      missing: new Uint8Array(frame.n),
    } as const,
  ],
};
const compare = (replicates: number) => compareResponse({ pair, patients: frame, level: 0.95, replicates, seed: 1 });

describe("availability", () => {
  const records = compareAvailability(pair, frame, covariates);
  const n = (variable: string, group: string, level: string) =>
    value(records, { variable, statistic: "n", group, level });

  it("counts patients with both, one and neither, and says why not", () => {
    expect(
      ["both", "charts only", "scans only", "neither"].map((level) => n("orr.availability", "control", level)),
    ).toEqual([19, 3, 1, 0]);
    expect(n("orr.availability", "trial", "scans only")).toBe(8);
    expect(n("orr.evaluable_by_charts", "trial", "no such source")).toBe(8);
    expect(n("orr.evaluable_by_scans", "control", "not evaluable")).toBe(1);
    expect(n("orr.evaluable_by_scans", "control", "no assessment")).toBe(2);
  });

  it("compares those evaluable by both with the others, where there are others", () => {
    expect(value(records, { variable: "orr.selection.sex", statistic: "smd", group: "control" })).not.toBeNull();
    const none = find(records, { variable: "orr.selection.sex", statistic: "smd", group: "trial" });
    expect(none).toMatchObject({ status: "not_estimable", note: expect.stringContaining("nobody") });
  });
});

describe("response by charts and scans", () => {
  const records = compare(200);
  const at = (variable: string, statistic: string, level?: string) =>
    value(records, { variable, statistic, group: "control", ...(level === undefined ? {} : { level }) });

  it("has every cell of charts by scans, and its share of the row", () => {
    expect(at("orr.matrix", "n", "PR × SD")).toBe(3);
    expect(at("orr.matrix", "n", "PR × missing")).toBe(2);
    expect(at("orr.matrix", "proportion", "PR × SD")).toBeCloseTo(3 / 9, 14);
    expect(at("orr.matrix", "proportion", "NE × PD")).toBeNull();
  });

  it("agrees by hand in 15 of the 19 whom both evaluate, κ from the margins", () => {
    expect([at("orr.agreement", "n"), at("orr.agreement", "agreeing")]).toEqual([19, 15]);
    expect(at("orr.agreement", "proportion")).toBeCloseTo(15 / 19, 14);
    // Charts 7 PR, 7 SD, 5 PD; scans 5 PR, 9 SD, 5 PD.
    const expected = (7 * 5 + 7 * 9 + 5 * 5) / 19 ** 2;
    expect(at("orr.kappa", "kappa", "unweighted")).toBeCloseTo((15 / 19 - expected) / (1 - expected), 12);
    const lower = at("orr.kappa", "kappa_bootstrap_lower", "linear")!;
    const upper = at("orr.kappa", "kappa_bootstrap_upper", "linear")!;
    expect(lower).toBeLessThan(at("orr.kappa", "kappa", "linear")!);
    expect(upper).toBeGreaterThan(at("orr.kappa", "kappa", "linear")!);
  });

  it("says of a category nobody used that its agreement is not estimable, and why", () => {
    const unused = find(records, {
      variable: "orr.category_agreement",
      statistic: "specific_agreement",
      group: "control",
      level: "CR",
    });
    expect(unused).toMatchObject({ status: "not_estimable", note: "neither source put anybody into CR" });
  });

  it("takes NE and missing as no response: rates of the same patients, McNemar, accuracy", () => {
    // By charts 4 + 3 + 1 + 2 = 10 of 23, by scans 5: 6 charts only, 1 scans only.
    expect(at("orr.rate_difference", "rate_difference", "Tango")).toBeCloseTo(5 / 23, 14);
    expect(at("orr.mcnemar", "exact_p")).toBeCloseTo((2 * (1 + 7)) / 2 ** 7, 14);
    expect(at("orr.sensitivity", "proportion")).toBeCloseTo(4 / 5, 14);
    expect(at("orr.specificity", "proportion")).toBeCloseTo(12 / 18, 14);
    expect(at("orr.positive_predictive_value", "proportion")).toBeCloseTo(4 / 10, 14);
  });

  it("is not estimable where the two sources share no patient, as in this trial without charts", () => {
    const none = find(records, { variable: "orr.agreement", statistic: "proportion", group: "trial" });
    expect(none).toMatchObject({ status: "not_estimable", note: "no patient of this arm has both charts and scans" });
  });

  it("has no bootstrap limits where none are asked for, and the same ones for the same seed", () => {
    const none = compare(0).find(
      (record) => record.kind === "statistic" && record.statistic === "kappa_bootstrap_lower",
    );
    expect(none).toMatchObject({ value: null, note: expect.stringContaining("no bootstrap was asked for") });
    expect(compare(200)).toEqual(records);
  });

  it("is not estimable by κ where charts and scans know one category only, but AC1 is", () => {
    const alike = times(12, control("SD", "SD"));
    const only = compareResponse({
      pair: responsePair("orr", alike),
      patients: framesOf(alike),
      level: 0.95,
      replicates: 0,
      seed: 1,
    });
    const kappa = find(only, { variable: "orr.kappa", statistic: "kappa", level: "unweighted", group: "control" });
    expect(kappa.note).toContain("one and the same category");
    expect(value(only, { variable: "orr.ac1", statistic: "ac1", group: "control" })).toBe(1);
  });
});

describe("agreement by subgroup", () => {
  it("parts the patients by covariate, year of index and number of scans", () => {
    const records = compareSubgroups({ pair, patients: frame, covariates, subgroups: ["sex"], level: 0.95 });
    const n = (variable: string, level: string) =>
      value(records, { variable, statistic: "n", group: "control", level });
    expect(n("orr.by.sex", "no")! + n("orr.by.sex", "yes")!).toBe(19);
    expect(n("orr.by.scans", "0 scans")).toBe(19);
    expect(n("orr.by.index_year", "2022")).toBe(19);
  });
});
