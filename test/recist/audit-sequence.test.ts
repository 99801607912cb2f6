import { expect, it } from "vitest";
import { auditSequence } from "../../src/recist/audit-sequence.js";
import { RECIST11 } from "../../src/recist/recist11.js";
import { derive, type TestRow } from "./support/sequence.js";

const ROWS: readonly TestRow[] = [
  { day: -7, lesion: "A", mm: 40 },
  { day: -7, lesion: "B", role: "nonTarget", state: "present" },
  { day: 42, lesion: "A", mm: 28 },
  { day: 42, lesion: "B", role: "nonTarget", state: "present" },
  { day: 84, lesion: "A", state: "tooSmall" },
  { day: 84, lesion: "B", role: "nonTarget", state: "absent" },
  { day: 84, lesion: "X", role: "new", state: "present" },
];

it("every timepoint leads back to its rules, its lesion rows and its nadir", () => {
  const { timepoints } = auditSequence(derive(ROWS).workspace, RECIST11);
  expect(timepoints[0]).toEqual({
    day: 42,
    openDay: 42,
    rows: [2, 3],
    response: "PR",
    tableRow: 4,
    target: { response: "PR", rule: "T6" },
    nonTarget: { response: "NON-CR/NON-PD", rule: "N1" },
    newLesion: { isSeen: false, rule: null },
    sumMm: 28,
    nadirMm: 40,
    missingTargets: 0,
    changeFromBaseline: -30,
    changeFromNadir: -30,
    evidenceRow: null,
    isHeld: false,
    flags: [],
    lesions: [
      { lesion: 0, role: "target", seen: "visible", valueMm: 28, rule: "T1", row: 2 },
      { lesion: 1, role: "nonTarget", seen: "visible", valueMm: null, rule: "T1", row: 3 },
    ],
  });
  expect(timepoints[1]).toMatchObject({
    response: "PD",
    tableRow: 9,
    newLesion: { isSeen: true, rule: "N2" },
    sumMm: 5,
    nadirMm: 28,
    evidenceRow: 6,
    lesions: [
      { valueMm: 5, rule: "T2", row: 4 },
      { seen: "gone", row: 5 },
      { role: "new", row: 6 },
    ],
  });
});

it("baseline and the fate of every row are there", () => {
  const { baseline, rows } = auditSequence(derive(ROWS).workspace, RECIST11);
  expect(baseline).toMatchObject({ status: "valid", day: -7, earliestDay: -7, daysOutsideWindow: 0, sumMm: 40 });
  expect(rows.map(({ fate }) => fate)).toEqual(["used: baseline", "used: baseline", ...Array(5).fill("used")]);
});

it("the change from a nadir of 0 is not defined (T11), and no change is of an incomplete sum", () => {
  const visit = (day: number, a: TestRow): TestRow[] => [
    { ...a, day },
    { day, lesion: "B", role: "nonTarget", state: "present" },
  ];
  const { timepoints } = auditSequence(
    derive([
      ...visit(-7, { day: 0, lesion: "A", mm: 20 }),
      ...visit(42, { day: 0, lesion: "A", mm: 0 }),
      ...visit(84, { day: 0, lesion: "A", mm: 4 }),
      ...visit(126, { day: 0, lesion: "A", state: "notEvaluable" }),
    ]).workspace,
    RECIST11,
  );
  expect(timepoints[1]).toMatchObject({ changeFromBaseline: -80, changeFromNadir: null, nadirMm: 0 });
  expect(timepoints[2]).toMatchObject({ changeFromBaseline: null, changeFromNadir: null, missingTargets: 1 });
});
