import { describe, expect, it } from "vitest";
import { DataError } from "../../src/errors.js";
import { checkBreaches } from "../../src/recist/breach-check.js";
import { ISSUES } from "../../src/recist/issues.js";
import type { RecistOptions } from "../../src/recist/options.js";
import { codeResponses } from "../../src/recist/response.js";
import { derive, type TestRow } from "./support/sequence.js";

const baseline: readonly TestRow[] = [
  { day: -7, lesion: "A", mm: 20 },
  { day: -7, lesion: "B", mm: 20 },
];

interface Case {
  readonly title: string;
  readonly rows: readonly TestRow[];
  readonly options?: Partial<RecistOptions>;
  readonly issues: Readonly<Record<string, number>>;
  readonly response: string;
  /** Fate of the rows after baseline. */
  readonly fates: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: "two diameters of one lesion and day: not evaluable",
    rows: [
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "A", mm: 12 },
      { day: 42, lesion: "B", mm: 10 },
    ],
    issues: { conflictingDiameters: 1 },
    response: "NE",
    fates: ["conflicts with another diameter of the day", "conflicts with another diameter of the day", "used"],
  },
  {
    title: "two diameters of one lesion and day, flagged: the larger counts",
    rows: [
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "A", mm: 12 },
      { day: 42, lesion: "B", mm: 10 },
    ],
    options: { conflictingDiameters: "flag" },
    issues: { conflictingDiameters: 1 },
    response: "PR",
    fates: ["superseded by a later row of the timepoint or baseline", "used", "used"],
  },
  {
    title: "a third diameter does not settle the conflict of two",
    rows: [10, 12, 14].map((mm) => ({ day: 42, lesion: "A", mm })),
    issues: { conflictingDiameters: 1 },
    response: "NE",
    fates: Array(3).fill("conflicts with another diameter of the day"),
  },
  {
    title: "the same row twice",
    rows: [
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "B", mm: 10 },
    ],
    issues: {},
    response: "PR",
    fates: ["used", "repeats another row", "used"],
  },
  {
    title: "a lesion without a baseline row",
    rows: [
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "B", mm: 10 },
      { day: 42, lesion: "C", mm: 40 },
    ],
    issues: { lesionWithoutBaseline: 1 },
    response: "PR",
    fates: ["used", "used", "lesion has no baseline"],
  },
  {
    title: "an unknown state",
    rows: [
      { day: 42, lesion: "A", mm: 10, state: "unknown" },
      { day: 42, lesion: "B", mm: 10 },
    ],
    issues: { unknownState: 1 },
    response: "NE",
    fates: ["not evaluable", "used"],
  },
  {
    title: "an unknown role",
    rows: [
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "B", mm: 10 },
      { day: 42, lesion: "X", role: "unknown", state: "present" },
    ],
    issues: { unknownRole: 1 },
    response: "PR",
    fates: ["used", "used", "unknown role"],
  },
  {
    title: "measured without a diameter",
    rows: [
      { day: 42, lesion: "A", state: "measured" },
      { day: 42, lesion: "B", mm: 10 },
    ],
    issues: { measuredWithoutDiameter: 1 },
    response: "NE",
    fates: ["not evaluable", "used"],
  },
  {
    title: "modality other than at baseline: flagged",
    rows: [
      { day: 42, lesion: "A", mm: 10, modality: "mri" },
      { day: 42, lesion: "B", mm: 10 },
    ],
    issues: { incomparableScan: 1 },
    response: "PR",
    fates: ["used", "used"],
  },
  {
    title: "modality other than at baseline: not evaluable",
    rows: [
      { day: 42, lesion: "A", mm: 10, modality: "mri" },
      { day: 42, lesion: "B", mm: 10 },
    ],
    options: { incomparableScan: "notEvaluable" },
    issues: { incomparableScan: 1 },
    response: "NE",
    fates: ["technique not comparable", "used"],
  },
];

describe("bad input is reported and nothing is dropped in silence", () => {
  it.each(CASES)("$title", ({ rows, options, issues, response, fates }) => {
    const derived = derive([...baseline, ...rows], options);
    expect(derived.issues).toEqual(issues);
    expect(derived.timepoints.at(-1)).toMatchObject({ response });
    expect(derived.fates).toEqual(["used: baseline", "used: baseline", ...fates]);
  });

  it("a target after local therapy on it is not evaluable, or used by option; on the day itself it still is", () => {
    const treated = (day: number): TestRow[] => [
      { day: -7, lesion: "A", mm: 20, localTherapyDay: 30 },
      { day, lesion: "A", mm: 10, localTherapyDay: 30 },
    ];
    expect(derive(treated(31))).toMatchObject({
      timepoints: [{ response: "NE" }],
      issues: { localTherapyOnTarget: 1 },
    });
    expect(derive(treated(31), { localTherapyOnTarget: "ignore" }).timepoints).toMatchObject([{ response: "PR" }]);
    expect(derive(treated(30))).toMatchObject({ timepoints: [{ response: "PR" }], issues: {} });
  });

  it("slice thickness and contrast are compared where both scans state them", () => {
    const pair = (first: Partial<TestRow>, second: Partial<TestRow>) =>
      derive([
        { day: -7, lesion: "A", mm: 20, ...first },
        { day: 42, lesion: "A", mm: 20, ...second },
      ]).timepoints[0]!.flags;
    expect(pair({ sliceMm: 5 }, { sliceMm: 3 })).toEqual(["incomparable"]);
    expect(pair({ sliceMm: 5 }, {})).toEqual([]);
    expect(pair({ contrast: 1 }, { contrast: 2 })).toEqual(["incomparable"]);
    expect(pair({}, { flags: ["techniqueChanged"] })).toEqual(["incomparable"]);
  });

  it("a lesion whose own columns differ between rows is counted; the first row holds", () => {
    const { issues, timepoints } = derive([
      ...baseline,
      { day: 42, lesion: "A", mm: 10 },
      { day: 42, lesion: "B", node: true, mm: 10 },
    ]);
    expect(issues).toEqual({ attributesDisagree: 1 });
    expect(timepoints).toMatchObject([{ response: "PR" }]);
  });

  it("an empty sequence has neither baseline nor timepoints", () => {
    const { timepoints, issues } = derive([]);
    expect(timepoints).toEqual([]);
    expect(issues).toEqual({ baselineMissing: 1 });
  });

  it("every breach names table, column, rule and policy", () => {
    for (const { table, column, rule, text, policy } of ISSUES) {
      expect([table, column, rule, text, policy].every((part) => part.length > 0)).toBe(true);
    }
  });

  it("a breach that is to be refused is an error without patient values", () => {
    const { workspace } = derive([...baseline, { day: 42, lesion: "A", mm: 10, modality: "ultrasound" }]);
    expect(() => checkBreaches(workspace.issues, ["surplusTarget"])).not.toThrow();
    expect(() => checkBreaches(workspace.issues, ["targetOnUltrasound", "surplusTarget"])).toThrow(DataError);
    expect(() => checkBreaches(workspace.issues, ["targetOnUltrasound"])).toThrow(
      /^imaging_study\.modality: a target on ultrasound \(B1\), 1 time\(s\): correct the data/,
    );
  });

  it("a response that is not one, and no response at all, are errors", () => {
    expect(() => codeResponses(["PR", "iCR", null])).toThrow(
      /^response must be one of CR, PR, .*; got 2 row\(s\) with another value/,
    );
    expect(() => codeResponses([])).toThrow(DataError);
  });
});
