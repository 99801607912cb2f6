import { describe, expect, it } from "vitest";
import { auditSequence } from "../../../src/recist/audit-sequence.js";
import type { RecistOptions } from "../../../src/recist/options.js";
import { RECIST11 } from "../../../src/recist/recist11.js";
import { derive, type TestRow } from "../support/sequence.js";

/** Role and rule of each lesion once baseline is settled. */
function rolesOf(rows: readonly TestRow[], options: Partial<RecistOptions> = {}) {
  const { baseline } = auditSequence(derive(rows, options).workspace, RECIST11);
  return baseline.lesions.map(({ role, rule }) => `${role} ${rule}`);
}

function baselineOf(rows: readonly TestRow[], options: Partial<RecistOptions> = {}) {
  return auditSequence(derive(rows, options).workspace, RECIST11).baseline;
}

describe("B1: what is measurable", () => {
  it.each<[string, Omit<TestRow, "day" | "lesion">, string]>([
    ["10.0 mm on CT with slices of 5 mm", { mm: 10, sliceMm: 5 }, "target T1"],
    ["9.9 mm on CT", { mm: 9.9 }, "nonTarget B1"],
    ["10 mm on slices of 8 mm needs 16 mm", { mm: 15.9, sliceMm: 8 }, "nonTarget B1"],
    ["16 mm on slices of 8 mm", { mm: 16, sliceMm: 8 }, "target T1"],
    ["10 mm on MRI", { mm: 10, modality: "mri" }, "target T1"],
    ["10 mm by caliper, whatever the slice says", { mm: 10, modality: "caliper", sliceMm: 10 }, "target T1"],
    ["19.9 mm on chest X-ray", { mm: 19.9, modality: "xray" }, "nonTarget B1"],
    ["20 mm on chest X-ray", { mm: 20, modality: "xray" }, "target T1"],
    ["30 mm on PET without CT", { mm: 30, modality: "pet" }, "nonTarget B1"],
    ["30 mm on ultrasound", { mm: 30, modality: "ultrasound" }, "nonTarget B1"],
  ])("%s", (_, row, expected) => {
    expect(rolesOf([{ day: -7, lesion: "A", ...row }])).toEqual([expected]);
  });

  it("a target that is not measurable stays one under the policy flag, and is counted", () => {
    const { issues } = derive([{ day: -7, lesion: "A", mm: 8 }], { targetBreach: "flag" });
    expect(rolesOf([{ day: -7, lesion: "A", mm: 8 }], { targetBreach: "flag" })).toEqual(["target B1"]);
    expect(issues).toEqual({ unmeasurableTarget: 1 });
  });
});

describe("B2: nodes by their short axis", () => {
  it.each([
    [15, "target T1"],
    [14.9, "nonTarget B2"],
    [10, "nonTarget B2"],
    [9.9, "normal B2"],
  ])("a node of %s mm", (mm, expected) => {
    expect(rolesOf([{ day: -7, lesion: "N", node: true, axis: "short", mm }])).toEqual([expected]);
  });

  it("a normal node is no disease later either", () => {
    const { timepoints, fates } = derive([
      { day: -7, lesion: "A", mm: 30 },
      { day: -7, lesion: "N", role: "nonTarget", node: true, mm: 8 },
      { day: 42, lesion: "A", state: "absent" },
      { day: 42, lesion: "N", role: "nonTarget", node: true, mm: 12 },
    ]);
    expect(timepoints[0]).toMatchObject({ response: "CR", nonTarget: "NA" });
    expect(fates[3]).toBe("node normal at baseline");
  });
});

describe("B3: disease that is never measurable", () => {
  it.each<[string, Partial<TestRow>, string]>([
    ["leptomeningeal disease", { nature: "leptomeningeal" }, "nonTarget B3"],
    ["ascites", { nature: "ascites" }, "nonTarget B3"],
    ["effusion", { nature: "effusion" }, "nonTarget B3"],
    ["inflammatory breast disease", { nature: "inflammatoryBreast" }, "nonTarget B3"],
    ["lymphangitis", { nature: "lymphangitis" }, "nonTarget B3"],
    ["blastic bone", { nature: "blasticBone" }, "nonTarget B3"],
    ["bone with soft tissue of 10 mm", { nature: "boneWithSoftTissue", mm: 10 }, "target T1"],
    ["bone with soft tissue of 9 mm", { nature: "boneWithSoftTissue", mm: 9 }, "nonTarget B1"],
    ["irradiated", { flags: ["irradiated"] }, "nonTarget B3"],
    ["irradiated and progressed since", { flags: ["irradiated", "progressedSinceIrradiation"] }, "target T1"],
  ])("%s", (_, row, expected) => {
    expect(rolesOf([{ day: -7, lesion: "A", mm: 40, ...row }])).toEqual([expected]);
  });
});

describe("B4: five targets, two per organ", () => {
  const inOrgans = (organs: readonly number[], sizes: readonly number[]): TestRow[] =>
    organs.map((organ, i) => ({ day: -7, lesion: `T${i}`, organ, mm: sizes[i]! }));

  it("keeps the two largest of an organ, equal ones by number", () => {
    expect(rolesOf(inOrgans([1, 1, 1], [20, 30, 20]))).toEqual(["target T1", "target T1", "nonTarget B4"]);
    expect(rolesOf(inOrgans([1, 1, 1], [12, 30, 20]))).toEqual(["nonTarget B4", "target T1", "target T1"]);
  });

  it("keeps the five largest of all", () => {
    const roles = rolesOf(inOrgans([1, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, 16]));
    expect(roles).toEqual(["nonTarget B4", ...Array(5).fill("target T1")]);
  });

  it("all nodes are one organ, wherever they lie", () => {
    const nodes = [20, 21, 22].map((mm, i): TestRow => ({ day: -7, lesion: `N${i}`, node: true, organ: i + 1, mm }));
    expect(rolesOf(nodes)).toEqual(["nonTarget B4", "target T1", "target T1"]);
  });

  it("organs that are not known limit nothing", () => {
    expect(rolesOf(inOrgans([0, 0, 0], [20, 30, 40]))).toEqual(Array(3).fill("target T1"));
  });

  it("under the policy flag all stay, and the surplus is counted", () => {
    const { issues, workspace } = derive(inOrgans([1, 1, 1], [20, 30, 40]), { targetBreach: "flag" });
    expect(issues).toEqual({ surplusTarget: 1 });
    expect(workspace.baseline).toMatchObject({ targetCount: 3, sum: 9000 });
  });
});

describe("B5: the baseline scan", () => {
  it("takes each lesion's value nearest to the start, and of the window's days both ends", () => {
    const rows: TestRow[] = [
      { day: -28, lesion: "A", mm: 20 },
      { day: -3, lesion: "A", mm: 24 },
      { day: -28, lesion: "B", mm: 30 },
    ];
    expect(baselineOf(rows)).toMatchObject({
      status: "valid",
      sumMm: 54,
      day: -3,
      earliestDay: -28,
      daysOutsideWindow: 0,
    });
  });

  it("a scan on the day of the start is baseline", () => {
    expect(baselineOf([{ day: 0, lesion: "A", mm: 20 }])).toMatchObject({ status: "valid", day: 0 });
  });

  it("records the days of a scan before the window, or leaves it out", () => {
    const rows: TestRow[] = [
      { day: -35, lesion: "A", mm: 20 },
      { day: 42, lesion: "A", mm: 20 },
    ];
    expect(baselineOf(rows)).toMatchObject({ status: "valid", daysOutsideWindow: 7 });
    expect(derive(rows).issues).toEqual({ baselineEarly: 1 });
    expect(baselineOf([...rows, { day: -7, lesion: "B", mm: 20 }])).toMatchObject({ day: -7, daysOutsideWindow: 7 });
    const excluded = derive(rows, { baselineOutsideWindow: "exclude" });
    expect(excluded.timepoints[0]).toMatchObject({ response: "NE", targetRule: "B5" });
    expect(excluded.issues).toEqual({ baselineMissing: 1, lesionWithoutBaseline: 1 });
    expect(excluded.fates).toEqual(["before the baseline window", "lesion has no baseline"]);
  });

  it("a scan after the start is baseline only if the protocol says so and none came before", () => {
    const rows: TestRow[] = [
      { day: 5, lesion: "A", mm: 20 },
      { day: 47, lesion: "A", mm: 10 },
    ];
    expect(derive(rows).timepoints.map(({ response }) => response)).toEqual(["NE", "NE"]);
    const late = derive(rows, { baselineLatestDays: 7 });
    expect(late.timepoints).toMatchObject([{ day: 47, response: "PR" }]);
    expect(late.issues).toEqual({ baselineLate: 1 });
    expect(late.workspace.baseline.daysOutside).toBe(5);
    const both = derive([{ day: -5, lesion: "A", mm: 20 }, ...rows], { baselineLatestDays: 7 });
    expect(both.timepoints.map(({ day }) => day)).toEqual([5, 47]);
  });
});

describe("B6: the baseline sum", () => {
  it("adds long axes and nodal short axes", () => {
    const rows: TestRow[] = [
      { day: -7, lesion: "A", axis: "long", mm: 21.5 },
      { day: -7, lesion: "N", node: true, axis: "short", mm: 15.25 },
    ];
    expect(baselineOf(rows)).toMatchObject({ sumMm: 36.75 });
  });

  it("without a target there is no measurable disease, and the non-target lesions decide", () => {
    const rows: TestRow[] = [
      { day: -7, lesion: "A", role: "nonTarget", state: "present" },
      { day: 42, lesion: "A", role: "nonTarget", state: "present" },
    ];
    expect(baselineOf(rows)).toMatchObject({ status: "valid", sumMm: null });
    expect(derive(rows).timepoints).toMatchObject([
      { target: "NA", targetRule: "B6", response: "NON-CR/NON-PD", sumMm: null },
    ]);
  });
});
