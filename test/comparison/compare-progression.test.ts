import { describe, expect, it } from "vitest";
import { compareCauses } from "../../src/comparison/compare-causes.js";
import { compareProgression } from "../../src/comparison/compare-progression.js";
import { compareSurvival } from "../../src/comparison/compare-survival.js";
import { PROGRESSION_PART } from "../../src/frame/endpoint-view.js";
import { find, framesOf, type ProgressionPatient, progressionPair, times, value } from "./support/make-pair.js";

const seen = (day: number) => ({ day, progressed: true });
const free = (day: number) => ({ day, progressed: false });
const patient = (
  ehr: ProgressionPatient["ehr"],
  imaging: ProgressionPatient["imaging"],
  more: Partial<ProgressionPatient> = {},
): ProgressionPatient => ({ arm: "control", ehr, imaging, ...more });

/** A control arm with one patient of each kind and several of some; a trial arm that agrees. */
const patients: ProgressionPatient[] = [
  ...times(5, patient(seen(100), seen(100))),
  patient(seen(110), seen(100)),
  patient(seen(125), seen(100)),
  patient(seen(60), seen(100)),
  patient(seen(90), free(200), { evidence: "treatment_change", scans: [88] }),
  patient(seen(90), free(200), { evidence: "physician_note", scans: [42, 200] }),
  patient(seen(90), free(200), { evidence: "physician_note", scans: [80] }),
  patient(seen(90), free(200), { evidence: "radiology_report", scans: [88] }),
  patient(free(200), seen(90), { parts: PROGRESSION_PART.newLesion }),
  patient(free(200), seen(90), { parts: PROGRESSION_PART.target }),
  patient(free(200), seen(90), { parts: PROGRESSION_PART.target + PROGRESSION_PART.nonTarget }),
  patient(free(200), seen(90), { parts: PROGRESSION_PART.target, responds: true }),
  ...times(4, patient(free(300), free(300))),
  ...times(6, { arm: "trial", ehr: seen(150), imaging: seen(150) } as const),
  { arm: "trial", ehr: free(250), imaging: free(250) },
];
const frame = framesOf(patients);
const pair = progressionPair("pfs", patients);

describe("progression by charts and scans", () => {
  const records = compareProgression({ pair, patients: frame, toleranceDays: [14, 30], level: 0.95 });
  const n = (level: string, days = 14) =>
    value(records, { variable: `pfs.events.within_${days}_days`, statistic: "n", group: "control", level });

  it("tells who called it and who first, at either tolerance", () => {
    const classes = ["both, same date", "charts earlier", "charts later", "charts only", "scans only", "neither"];
    expect(classes.map((level) => n(level))).toEqual([6, 1, 1, 4, 4, 4]);
    expect(classes.map((level) => n(level, 30))).toEqual([7, 1, 0, 4, 4, 4]);
  });

  it("has days between the dates of those whom both call", () => {
    const at = (statistic: string) => value(records, { variable: "pfs.date_difference", statistic, group: "control" });
    // Charts less scans: five times 0, then 10, 25 and −40.
    expect(at("median")).toBe(0);
    expect(at("bias")).toBeCloseTo(-5 / 8, 12);
  });

  it("has early and late discrepancy rates by hand, and none where nothing is discrepant", () => {
    const at = (what: string, group: string) =>
      value(records, { variable: `pfs.${what}.within_14_days`, statistic: "proportion", group });
    expect(at("early_discrepancy", "control")).toBeCloseTo((4 + 1) / (8 + 4), 14);
    expect(at("late_discrepancy", "control")).toBeCloseTo((4 + 1) / (4 + 4 + 1 + 1), 14);
    expect(at("early_discrepancy", "trial")).toBe(0);
    const late = find(records, {
      variable: "pfs.late_discrepancy.within_14_days",
      statistic: "proportion",
      group: "trial",
    });
    expect(late.note).toBe("the sources differ for nobody");
    const difference = { variable: "pfs.early_discrepancy.within_14_days", statistic: "rate_difference", group: null };
    expect(value(records, difference)).toBeCloseTo(-5 / 12, 14);
  });

  it("names what the chart's date rests on", () => {
    const at = (level: string) =>
      value(records, { variable: "pfs.chart_evidence", statistic: "n", group: "control", level });
    expect([at("treatment_change"), at("physician_note"), at("radiology_report"), at("none")]).toEqual([1, 2, 1, 8]);
  });

  it("is not estimable in an arm nobody of which was assessed by both", () => {
    const without = patients.map((each) => (each.arm === "trial" ? { ...each, ehr: null } : each));
    const none = compareProgression({
      pair: progressionPair("pfs", without),
      patients: framesOf(without),
      toleranceDays: [14],
      level: 0.95,
    });
    const early = find(none, { variable: "pfs.early_discrepancy", statistic: "proportion", group: "trial" });
    expect(early.note).toContain("no patient of this arm was assessed by both");
    const difference = { variable: "pfs.early_discrepancy.within_14_days", statistic: "rate_difference", group: null };
    expect(find(none, difference).note).toBe("an arm has no such rate");
  });
});

describe("causes of disagreement", () => {
  it("are coded one to a patient", () => {
    const records = compareCauses({ pair, patients: frame, sameDayDays: 14, nearDays: 30 });
    const at = (level: string) => value(records, { variable: "pfs.cause", statistic: "n", group: "control", level });
    expect(at("agree")).toBe(10);
    expect(at("timing: both call it, on other dates")).toBe(2);
    for (const cause of [
      "treatment change without progression on scans",
      "no scan near the chart's date",
      "clinical progression, scan near it shows none",
      "report calls it, the reader of the scan does not",
      "pseudo-progression: scans respond again",
      "new lesion the chart does not call",
      "target measurements the chart does not call",
      "several parts of the scan the chart does not call",
    ])
      expect(at(cause)).toBe(1);
  });
});

describe("survival by charts and scans", () => {
  const longer: ProgressionPatient[] = Array.from({ length: 60 }, (_, i) =>
    patient(seen(60 + 3 * i), seen(40 + 3 * i)),
  ).concat(Array.from({ length: 30 }, (_, i) => ({ arm: "trial", ehr: seen(50 + i), imaging: seen(50 + i) }) as const));
  const records = compareSurvival({
    pair: progressionPair("pfs", longer),
    patients: framesOf(longer),
    horizonDays: null,
    level: 0.95,
    replicates: 200,
    seed: 1,
  });
  const at = (group: string, statistic: string) =>
    value(records, { variable: "pfs.survival_difference", statistic, group });

  it("shifts the median by the 20 days that charts are late, and not where they are not", () => {
    expect(at("control", "median_difference")).toBe(20);
    expect(at("trial", "median_difference")).toBe(0);
    expect(at("control", "median_difference_lower")!).toBeGreaterThan(0);
  });

  it("has restricted means to the last day on which ten are at risk on every curve", () => {
    const rmst = find(records, { variable: "pfs.survival_difference", statistic: "rmst_difference", group: "trial" });
    // The trial's 21st of 30 times, day 70 after index, is analysis day 71.
    expect(rmst.params.tau).toBe(71);
    expect([rmst.value, at("trial", "rmst_difference_lower"), at("trial", "rmst_difference_upper")]).toEqual([0, 0, 0]);
    expect(at("control", "rmst_difference")!).toBeGreaterThan(0);
  });

  it("draws both curves of the same patients", () => {
    const curves = records.filter((record) => record.kind === "series");
    expect(curves.map(({ variable, group }) => `${variable} ${group}`)).toEqual([
      "pfs.survival.charts trial",
      "pfs.survival.scans trial",
      "pfs.survival.charts control",
      "pfs.survival.scans control",
    ]);
  });
});
