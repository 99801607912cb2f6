import { describe, expect, it } from "vitest";
import { auditSequence } from "../../../src/recist/audit-sequence.js";
import { deriveProgressionFreeSurvival } from "../../../src/recist/progression-free-survival.js";
import { RECIST11 } from "../../../src/recist/recist11.js";
import { RULES } from "../support/progression.js";
import { derive, type TestRow } from "../support/sequence.js";
import { timeline } from "../support/timeline.js";

const nonTarget = (day: number, lesion: string, state: TestRow["state"], more: Partial<TestRow> = {}): TestRow => ({
  day,
  lesion,
  role: "nonTarget",
  ...(state === undefined ? {} : { state }),
  ...more,
});
const fresh = (day: number, lesion: string, more: Partial<TestRow> = {}): TestRow => ({
  day,
  lesion,
  role: "new",
  state: "present",
  ...more,
});
/** One target that does not change, to have a baseline. */
const stable = (...days: readonly number[]): TestRow[] => days.map((day) => ({ day, lesion: "T", mm: 30 }));

describe("N1: non-target response", () => {
  const baseline = [nonTarget(-7, "A", "present"), nonTarget(-7, "B", "present")];
  it.each<[string, readonly TestRow[], string]>([
    ["all gone is CR", [nonTarget(42, "A", "absent"), nonTarget(42, "B", "absent")], "CR"],
    ["one present is NON-CR/NON-PD", [nonTarget(42, "A", "absent"), nonTarget(42, "B", "present")], "NON-CR/NON-PD"],
    ["one not evaluated is NE", [nonTarget(42, "A", "present"), nonTarget(42, "B", "notEvaluable")], "NE"],
    ["one not mentioned is NE", [nonTarget(42, "A", "present")], "NE"],
    ["one progressed is PD, whatever is missing", [nonTarget(42, "A", "unequivocalProgression")], "PD"],
    [
      "too small to measure is present",
      [nonTarget(42, "A", "absent"), nonTarget(42, "B", "tooSmall")],
      "NON-CR/NON-PD",
    ],
  ])("%s", (_, visit, expected) => {
    expect(derive([...baseline, ...visit]).timepoints).toMatchObject([{ nonTarget: expected }]);
  });

  it("a node is gone below 10 mm", () => {
    const node = (day: number, mm: number) => nonTarget(day, "N", "measured", { node: true, mm });
    const { timepoints } = derive([node(-7, 12), node(42, 10), node(84, 9.9)]);
    expect(timepoints.map((timepoint) => timepoint.nonTarget)).toEqual(["NON-CR/NON-PD", "CR"]);
  });

  it("a marker that was high must be normal for CR; it makes neither PD nor NE, and opens no timepoint", () => {
    const marker = (day: number, state: "present" | "absent") => nonTarget(day, "M", state, { nature: "tumourMarker" });
    const gone = (day: number) => [nonTarget(day, "A", "absent"), nonTarget(day, "B", "absent")];
    const { timepoints, fates } = derive([
      ...baseline,
      marker(-7, "present"),
      marker(38, "present"),
      ...gone(42),
      ...gone(84),
      marker(90, "absent"),
      ...gone(126),
      marker(150, "present"),
    ]);
    expect(timepoints.map((timepoint) => [timepoint.day, timepoint.nonTarget])).toEqual([
      [42, "NON-CR/NON-PD"],
      [84, "CR"],
      [126, "NON-CR/NON-PD"],
    ]);
    expect(fates.at(-1)).toBe("marker after the last timepoint");
  });

  it("a marker that was normal at baseline is not tracked", () => {
    const marker = (day: number, state: "present" | "absent") => nonTarget(day, "M", state, { nature: "tumourMarker" });
    const { timepoints } = derive([
      ...baseline,
      marker(-7, "absent"),
      nonTarget(42, "A", "absent"),
      nonTarget(42, "B", "absent"),
      marker(42, "present"),
    ]);
    expect(timepoints).toMatchObject([{ nonTarget: "CR" }]);
  });
});

describe("N2: new lesions", () => {
  it("an unequivocal one is PD", () => {
    const { timepoints } = derive([...stable(-7, 42), fresh(42, "X")]);
    expect(timepoints).toMatchObject([{ newLesion: true, response: "PD", target: "SD" }]);
  });

  it.each<[string, Partial<TestRow>]>([
    ["an equivocal one", { certainty: "equivocal" }],
    ["one seen by another technique", { flags: ["techniqueChanged"] }],
    ["one seen on ultrasound only", { modality: "ultrasound" }],
  ])("%s is not, and is flagged", (_, row) => {
    const { timepoints } = derive([...stable(-7, 42), fresh(42, "X", row)]);
    expect(timepoints).toMatchObject([{ newLesion: false, response: "SD", flags: ["equivocalNewLesion"] }]);
  });

  it("a new node under 10 mm is none", () => {
    const rows = [...stable(-7, 42), fresh(42, "X", { node: true, state: "measured", mm: 9 })];
    expect(derive(rows).timepoints).toMatchObject([{ newLesion: false, flags: [] }]);
  });

  it("in a region never imaged before it is PD and marked, or by option marked only", () => {
    const rows = [...stable(-7, 42), fresh(42, "X", { flags: ["regionNeverImaged"] })];
    expect(derive(rows).timepoints).toMatchObject([{ response: "PD", flags: ["newInUnimagedRegion"] }]);
    expect(derive(rows, { newLesionInUnimagedRegion: "ignore" }).timepoints).toMatchObject([
      { response: "SD", newLesion: false, flags: ["newInUnimagedRegion"] },
    ]);
  });

  it("one that was there at baseline is non-target, and is counted", () => {
    const { timepoints, issues } = derive([...stable(-7, 42), fresh(-7, "X"), fresh(42, "X")]);
    expect(timepoints).toMatchObject([{ newLesion: false, nonTarget: "NON-CR/NON-PD" }]);
    expect(issues).toEqual({ newLesionAtBaseline: 1 });
  });
});

describe("N3: an equivocal new lesion that is confirmed", () => {
  const rows = [
    ...stable(-7, 42, 84),
    fresh(42, "X", { certainty: "equivocal" }),
    fresh(84, "X", { certainty: "unequivocal" }),
  ];

  it("dates PD at its first appearance", () => {
    expect(derive(rows).timepoints).toMatchObject([
      { day: 42, response: "PD", newLesion: true, flags: ["confirmedLater"] },
      { day: 84, response: "PD" },
    ]);
  });

  it("names its rule and its row", () => {
    const { timepoints } = auditSequence(derive(rows).workspace, RECIST11);
    expect(timepoints[0]).toMatchObject({ newLesion: { isSeen: true, rule: "N3" }, evidenceRow: 3 });
  });

  it("begins anew where it was gone in between", () => {
    const { timepoints } = derive([
      ...stable(-7, 42, 84, 126),
      fresh(42, "X", { certainty: "equivocal" }),
      fresh(84, "X", { state: "absent" }),
      fresh(126, "X"),
    ]);
    expect(timepoints.map(({ response }) => response)).toEqual(["SD", "SD", "PD"]);
    expect(timepoints.map(({ flags }) => flags)).toEqual([["equivocalNewLesion"], [], []]);
  });
});

describe("N4: FDG-PET", () => {
  const pet = { modality: "pet" } as const;

  it("positive after a negative baseline PET is PD at once", () => {
    const { workspace, timepoints } = derive([
      ...stable(-7, 42),
      fresh(42, "X", { ...pet, flags: ["baselinePetNegative"] }),
    ]);
    expect(timepoints).toMatchObject([{ response: "PD" }]);
    expect(auditSequence(workspace, RECIST11).timepoints[0]!.newLesion.rule).toBe("N4");
  });

  it("without a baseline PET it is PD only where CT confirms the site, from the first positive PET on", () => {
    const onPet = [...stable(-7, 42, 84), fresh(42, "X", pet)];
    expect(derive(onPet).timepoints.map(({ response }) => response)).toEqual(["SD", "SD"]);
    const confirmed = derive([...onPet, fresh(84, "X", { modality: "ct" })]).timepoints;
    expect(confirmed).toMatchObject([{ day: 42, response: "PD" }, { response: "PD" }]);
  });

  it("positive at a known site that does not progress is not PD, and is no measurement", () => {
    const { timepoints, issues, fates } = derive([
      ...stable(-7, 42),
      { day: 42, lesion: "T", modality: "pet", state: "unequivocalProgression" },
    ]);
    expect(timepoints).toMatchObject([{ response: "SD" }]);
    expect(issues).toEqual({ petAtKnownSite: 1 });
    expect(fates).toContain("PET at a known site");
  });
});

describe("N5: the overall response", () => {
  it.each<[string, number, TestRow["state"], string, number]>([
    ["targets gone, non-targets left", 0, "present", "PR", 2],
    ["targets gone, non-targets not evaluated", 0, "notEvaluable", "PR", 3],
    ["targets PR, non-targets not evaluated", 15, "notEvaluable", "PR", 4],
    ["targets SD, non-targets progressed", 30, "unequivocalProgression", "PD", 8],
  ])("%s", (_, mm, state, response, tableRow) => {
    const { workspace, timepoints } = derive([
      ...stable(-7),
      nonTarget(-7, "A", "present"),
      { day: 42, lesion: "T", mm },
      nonTarget(42, "A", state),
    ]);
    expect(timepoints).toMatchObject([{ response }]);
    expect(workspace.timepoints.tableRow[0]).toBe(tableRow);
  });
});

describe("N6: timepoints and their dates", () => {
  it("takes the scans of 14 days from the one that opens it, and does not chain", () => {
    const rows = [...stable(-7), ...[42, 49, 56, 57, 70].map((day): TestRow => ({ day, lesion: "T", mm: 30 }))];
    const { workspace } = derive(rows);
    expect(Array.from(workspace.timepoints.openDay.subarray(0, workspace.timepoints.count))).toEqual([42, 57]);
    expect(derive(rows, { timepointWindowDays: 7 }).timepoints.map(({ day }) => day)).toEqual([49, 57, 70]);
  });

  it("of a lesion seen twice the later measured value counts, flagged", () => {
    const rows: TestRow[] = [...stable(-7), { day: 42, lesion: "T", mm: 30 }, { day: 50, lesion: "T", mm: 20 }];
    const { timepoints, fates } = derive(rows);
    expect(timepoints).toMatchObject([{ sumMm: 20, flags: ["seenTwice"] }]);
    expect(fates).toEqual(["used: baseline", "superseded by a later row of the timepoint or baseline", "used"]);
    const blurred = derive([...rows, { day: 51, lesion: "T", state: "notEvaluable" }]);
    expect(blurred.timepoints).toMatchObject([{ sumMm: 20 }]);
  });

  it("unequivocal progression of a non-target stands against a later scan of the same timepoint", () => {
    const { timepoints, fates } = derive([
      ...stable(-7, 42),
      nonTarget(-7, "A", "present"),
      nonTarget(42, "A", "unequivocalProgression"),
      nonTarget(50, "A", "present"),
    ]);
    expect(timepoints).toMatchObject([{ nonTarget: "PD", day: 42, flags: ["seenTwice"] }]);
    expect(fates.at(-1)).toBe("superseded by a later row of the timepoint or baseline");
  });

  it("of two findings of one day the stronger counts", () => {
    const { timepoints } = derive([
      ...stable(-7, 42),
      nonTarget(-7, "A", "present"),
      nonTarget(42, "A", "present"),
      nonTarget(42, "A", "absent"),
    ]);
    expect(timepoints).toMatchObject([{ nonTarget: "NON-CR/NON-PD", flags: [] }]);
  });

  it("PD has the earliest date that shows it, any other response the latest of its parts", () => {
    const parts = (state: TestRow["state"]): TestRow[] => [
      ...stable(-7, 48),
      nonTarget(-7, "A", "present"),
      nonTarget(42, "A", state),
    ];
    expect(derive(parts("present")).timepoints).toMatchObject([{ response: "SD", day: 48 }]);
    expect(derive(parts("unequivocalProgression")).timepoints).toMatchObject([{ response: "PD", day: 42 }]);
  });

  it("PD by the sum is dated by the scan that takes the sum over the threshold", () => {
    const baseline: TestRow[] = [...stable(-7), { day: -7, lesion: "U", mm: 30 }];
    const visit = (first: number, second: number): TestRow[] => [
      { day: 42, lesion: "T", mm: first },
      { day: 46, lesion: "U", mm: second },
    ];
    expect(derive([...baseline, ...visit(40, 40)]).timepoints).toMatchObject([
      { response: "PD", day: 46, evidenceRow: 3 },
    ]);
    expect(derive([...baseline, ...visit(72, 10)]).timepoints).toMatchObject([
      { response: "PD", day: 42, evidenceRow: 2 },
    ]);
  });
});

describe("N7: deterioration without imaging", () => {
  it("is not progression: the patient is censored at the last adequate assessment", () => {
    const course = timeline({
      assessments: [
        [42, "SD"],
        [84, "SD"],
      ],
      treatmentStopDay: 100,
    });
    expect(deriveProgressionFreeSurvival(course, RULES.primary)).toMatchObject({ day: 84, cnsr: 5 });
  });
});
