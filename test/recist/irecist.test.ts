import { describe, expect, it } from "vitest";
import { deriveTimepoints } from "../../src/recist/derive-timepoints.js";
import { IRECIST } from "../../src/recist/irecist.js";
import { findConfirmedProgression, findOpenProgression } from "../../src/recist/irecist-best-response.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { createWorkspace } from "../../src/recist/workspace.js";
import { rowsOf, type TestRow } from "./support/sequence.js";

function deriveIrecist(list: readonly TestRow[]) {
  const workspace = createWorkspace();
  const range = { from: 0, to: list.length };
  deriveTimepoints(workspace, rowsOf(list), range, { criteria: IRECIST, options: RECIST_DEFAULTS });
  const { timepoints } = workspace;
  const sequence = { columns: timepoints, from: 0, to: timepoints.count };
  const best = IRECIST.rollUp.confirmed(sequence, RECIST_DEFAULTS);
  return {
    responses: Array.from({ length: timepoints.count }, (_, t) => IRECIST.labels[timepoints.response[t]!]!),
    best: IRECIST.labels[best.response]!,
    timepoints,
  };
}

const sums = (...mm: readonly number[]): TestRow[] =>
  mm.map((value, i) => ({ day: i === 0 ? -7 : 42 * i, lesion: "A", mm: value }));

describe("iRECIST: progression is unconfirmed until a later scan confirms it", () => {
  it.each<[string, readonly TestRow[], readonly string[]]>([
    ["targets 5 mm larger than at iUPD", sums(50, 60, 65), ["iUPD", "iCPD"]],
    ["targets 4.9 mm larger stay iUPD", sums(50, 60, 64.9), ["iUPD", "iUPD"]],
    [
      "shrinkage resets the bar, and PD has to come and be confirmed again",
      sums(50, 60, 50, 62, 70),
      ["iUPD", "iSD", "iUPD", "iCPD"],
    ],
    ["response after iUPD", sums(50, 60, 30, 30), ["iUPD", "iPR", "iPR"]],
    [
      "NE does not end a run",
      [...sums(50, 60), { day: 84, lesion: "A", state: "notEvaluable" }, { day: 126, lesion: "A", mm: 66 }],
      ["iUPD", "NE", "iCPD"],
    ],
    [
      "another part progresses now",
      [...sums(50, 60, 60), { day: 84, lesion: "X", role: "new", state: "present" }],
      ["iUPD", "iCPD"],
    ],
    [
      "a second new lesion",
      [
        ...sums(50, 50, 50),
        { day: 42, lesion: "X", role: "new", state: "present" },
        { day: 84, lesion: "X", role: "new", state: "present" },
        { day: 84, lesion: "Y", role: "new", state: "present" },
      ],
      ["iUPD", "iCPD"],
    ],
    [
      "a new lesion 5 mm larger",
      [
        ...sums(50, 50, 50),
        { day: 42, lesion: "X", role: "new", mm: 12 },
        { day: 84, lesion: "X", role: "new", mm: 17 },
      ],
      ["iUPD", "iCPD"],
    ],
    [
      "a new lesion that stays as it was",
      [
        ...sums(50, 50, 50),
        { day: 42, lesion: "X", role: "new", mm: 12 },
        { day: 84, lesion: "X", role: "new", mm: 13 },
      ],
      ["iUPD", "iUPD"],
    ],
  ])("%s", (_, rows, expected) => {
    expect(deriveIrecist(rows).responses).toEqual(expected);
  });

  it("a scan less than 28 days after iUPD confirms nothing", () => {
    const rows: TestRow[] = [...sums(50, 60), { day: 69, lesion: "A", mm: 70 }, { day: 70 + 15, lesion: "A", mm: 80 }];
    expect(deriveIrecist(rows).responses).toEqual(["iUPD", "iUPD", "iCPD"]);
  });

  it("best response ranks iCPD, dated at its iUPD, above iUPD and below iSD", () => {
    expect(deriveIrecist(sums(50, 60, 70)).best).toBe("iCPD");
    expect(deriveIrecist(sums(50, 60)).best).toBe("iUPD");
    expect(deriveIrecist(sums(50, 50, 62, 70)).best).toBe("iSD");
    expect(deriveIrecist(sums(50, 60, 30, 30)).best).toBe("iPR");
  });

  it("finds the iUPD that was confirmed, and one left open", () => {
    const confirmed = deriveIrecist(sums(50, 60, 50, 62, 70)).timepoints;
    expect(findConfirmedProgression(confirmed, { from: 0, to: 4 })).toBe(2);
    expect(findOpenProgression(confirmed, { from: 0, to: 4 })).toBe(-1);
    expect(findOpenProgression(deriveIrecist(sums(50, 50, 60)).timepoints, { from: 0, to: 2 })).toBe(1);
  });
});
