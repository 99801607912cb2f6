import { describe, expect, it } from "vitest";
import { deriveBestResponseRecist11 } from "../../../src/recist/best-response-recist11.js";
import { toHundredths } from "../../../src/recist/lesion-rows.js";
import { RECIST_DEFAULTS, type RecistOptions } from "../../../src/recist/options.js";
import { RESPONSE_LABELS } from "../../../src/recist/response.js";
import { derive, type TestRow } from "../support/sequence.js";

/** A sequence of one target: baseline and one value every six weeks. */
function ofSums(baseline: number, visits: readonly number[], options: Partial<RecistOptions> = {}) {
  const rows: TestRow[] = [baseline, ...visits].map((mm, i) => ({ day: i === 0 ? -7 : 42 * i, lesion: "A", mm }));
  return derive(rows, options).timepoints;
}

const responses = (timepoints: readonly { readonly response: string }[]) => timepoints.map(({ response }) => response);
const bestOf = ({ timepoints }: ReturnType<typeof derive>["workspace"]) =>
  RESPONSE_LABELS[
    deriveBestResponseRecist11(
      { columns: timepoints, from: 0, to: timepoints.count },
      { ...RECIST_DEFAULTS, minimumStableDays: 43 },
    ).response
  ];
const at = (day: number, lesion: string, mm: number): TestRow => ({ day, lesion, mm });

describe("T1: same lesion, same axis, the value as measured", () => {
  it("3 mm counts as 3", () => {
    expect(ofSums(12, [3])).toMatchObject([{ sumMm: 3, response: "PR" }]);
  });

  it("a node stays in the sum when it is normal", () => {
    const rows: TestRow[] = [
      at(-7, "A", 20),
      { ...at(-7, "N", 20), node: true },
      at(42, "A", 22),
      { ...at(42, "N", 7), node: true },
    ];
    expect(derive(rows).timepoints).toMatchObject([{ sumMm: 29, target: "SD" }]);
  });

  it.each<[string, Partial<TestRow>, string]>([
    ["a short axis of a lesion that is no node", { axis: "short" }, "shortAxisOfNonNode"],
    ["a long axis of a node", { node: true, axis: "long" }, "longAxisOfNode"],
    ["a target on ultrasound", { modality: "ultrasound" }, "targetOnUltrasound"],
  ])("%s is no value", (_, row, issue) => {
    const { timepoints, issues } = derive([
      { day: -7, lesion: "A", mm: 20, ...(row.node === true ? { node: true } : {}) },
      { day: 42, lesion: "A", mm: 20, ...row },
    ]);
    expect(timepoints).toMatchObject([{ target: "NE", missing: 1 }]);
    expect(issues).toEqual({ [issue]: 1 });
  });
});

describe("T2: too small, and gone", () => {
  it("too small to measure is 5 mm, or the value if one is given; gone is 0", () => {
    const rows: TestRow[] = [
      at(-7, "A", 20),
      at(-7, "B", 20),
      at(-7, "C", 20),
      { day: 42, lesion: "A", state: "tooSmall" },
      { day: 42, lesion: "B", state: "tooSmall", mm: 4 },
      { day: 42, lesion: "C", state: "absent" },
    ];
    expect(derive(rows).timepoints).toMatchObject([{ sumMm: 9 }]);
  });
});

describe("T3: split and merged lesions", () => {
  it("the fragments of a lesion add up under it, and are not new", () => {
    const rows: TestRow[] = [
      at(-7, "A", 40),
      { day: 42, lesion: "A1", role: "new", splitFrom: "A", mm: 12 },
      { day: 42, lesion: "A2", role: "new", splitFrom: "A", mm: 9.5 },
    ];
    expect(derive(rows).timepoints).toMatchObject([
      { sumMm: 21.5, missing: 0, newLesion: false, response: "PR", flags: ["linked"] },
    ]);
  });

  it("a fragment seen once is expected again", () => {
    const rows: TestRow[] = [
      at(-7, "A", 40),
      { day: 42, lesion: "A1", role: "target", splitFrom: "A", mm: 12 },
      { day: 42, lesion: "A2", role: "target", splitFrom: "A", mm: 9 },
      { day: 84, lesion: "A1", role: "target", splitFrom: "A", mm: 12 },
    ];
    expect(derive(rows).timepoints).toMatchObject([{ response: "PR" }, { response: "NE", missing: 1 }]);
  });

  it("a fragment is not expected before it is first seen", () => {
    const rows: TestRow[] = [
      at(-7, "A", 40),
      at(42, "A", 40),
      { day: 84, lesion: "A", state: "absent" },
      { day: 84, lesion: "A1", splitFrom: "A", mm: 12 },
    ];
    expect(derive(rows).timepoints).toMatchObject([
      { sumMm: 40, missing: 0 },
      { sumMm: 12, missing: 0 },
    ]);
  });

  it("a lesion that had split before baseline is one of its own", () => {
    const rows: TestRow[] = [at(-7, "A", 40), { ...at(-7, "B", 20), splitFrom: "A" }, at(42, "A", 40)];
    const { workspace, timepoints } = derive(rows);
    expect(workspace.baseline.sum).toBe(6000);
    expect(timepoints).toMatchObject([{ missing: 1 }]);
  });

  it("of merged targets the mass counts once, and its components are not missing", () => {
    const rows: TestRow[] = [
      at(-7, "A", 20),
      { ...at(-7, "B", 15), mergedInto: "A" },
      at(42, "A", 20),
      { ...at(42, "B", 15), mergedInto: "A" },
      at(84, "A", 38),
    ];
    expect(derive(rows).timepoints).toMatchObject([
      { sumMm: 35, missing: 0, flags: [] },
      { sumMm: 38, missing: 0, flags: ["linked"], target: "SD" },
    ]);
  });

  it("a mass with a number of its own is no new lesion and counts once", () => {
    const rows: TestRow[] = [
      { ...at(-7, "A", 20), mergedInto: "M" },
      { ...at(-7, "B", 15), mergedInto: "M" },
      { day: 42, lesion: "M", role: "new", mm: 30 },
    ];
    expect(derive(rows).timepoints).toMatchObject([{ sumMm: 30, missing: 0, newLesion: false, response: "SD" }]);
  });

  it("components without the mass are missing", () => {
    const rows: TestRow[] = [
      at(-7, "A", 20),
      { ...at(-7, "B", 15), mergedInto: "A" },
      { day: 42, lesion: "A", state: "notEvaluable" },
    ];
    expect(derive(rows).timepoints).toMatchObject([{ missing: 2, target: "NE" }]);
  });

  it("links that lead nowhere or back are dropped and counted", () => {
    const rows: TestRow[] = [
      { ...at(-7, "A", 20), mergedInto: "B" },
      { ...at(-7, "B", 15), mergedInto: "A" },
      { ...at(42, "A", 20), mergedInto: "B" },
    ];
    expect(derive(rows).issues).toMatchObject({ brokenLink: 1 });
  });
});

describe("T4: target CR", () => {
  it("needs every lesion gone and every node under 10 mm; the sum may stay above 0", () => {
    const visit = (day: number, lesion: TestRow, node: number): TestRow[] => [
      { ...lesion, day },
      { day, lesion: "N", node: true, mm: node },
    ];
    const { timepoints } = derive([
      ...visit(-7, at(-7, "A", 20), 20),
      ...visit(42, { day: 42, lesion: "A", state: "absent" }, 9.99),
      ...visit(84, { day: 84, lesion: "A", state: "absent" }, 10),
    ]);
    expect(timepoints[0]).toMatchObject({ target: "CR", targetRule: "T4", sumMm: 9.99 });
    expect(timepoints[1]!.target).not.toBe("CR");
  });
});

describe("T5: target PD", () => {
  it.each<[string, number, readonly number[], readonly string[]]>([
    ["20 % and 5 mm above the nadir, both inclusive", 150, [100, 120], ["PR", "PD"]],
    ["5 mm, and more than 20 %", 100, [20, 25], ["PR", "PD"]],
    ["4.9 mm is not enough", 100, [20, 24.9], ["PR", "PR"]],
    ["19.9 % is not enough", 150, [100, 119.9], ["PR", "SD"]],
    ["the baseline is a nadir", 50, [60], ["PD"]],
    ["this visit is none: 100 to 20 to 40", 100, [20, 40], ["PR", "PD"]],
  ])("%s", (_, baseline, visits, expected) => {
    expect(responses(ofSums(baseline, visits))).toEqual(expected);
  });

  it("names its nadir", () => {
    expect(ofSums(100, [60, 80, 73]).map(({ nadirMm }) => nadirMm)).toEqual([100, 60, 60]);
  });
});

describe("T6: PR and SD", () => {
  it("PR is 30 % below baseline, inclusive; PD comes before PR, SD is the rest", () => {
    expect(responses(ofSums(100, [70]))).toEqual(["PR"]);
    expect(responses(ofSums(100, [70.01]))).toEqual(["SD"]);
    expect(responses(ofSums(100, [30, 50]))).toEqual(["PR", "PD"]);
  });
});

describe("T7: thresholds are compared as integers", () => {
  it.each([
    [14, [9.8], "PR"],
    [27, [27, 32.4], "PD"],
    [33.3, [23.31], "PR"],
    [1.1 + 2.2 + 8.7, [1.1 + 7.3], "PR"],
  ])("%s mm to %s", (baseline, visits, expected) => {
    expect(responses(ofSums(baseline, visits)).at(-1)).toBe(expected);
  });
});

describe("T7: lengths are hundredths of a millimetre", () => {
  it.each([
    [9.8, 980],
    [0.285, 29],
    [1.005, 101],
    [33.335, 3334],
    [15.5136, 1551],
    [0, 0],
  ])("%s mm is %s", (mm, hundredths) => {
    expect(toHundredths(mm)).toBe(hundredths);
  });
});

describe("T8: a missing target", () => {
  const baseline = [at(-7, "A", 30), at(-7, "B", 30)];

  it("is NE, whatever the rest has done", () => {
    expect(derive([...baseline, at(42, "A", 5)]).timepoints).toMatchObject([
      { response: "NE", targetRule: "T8", missing: 1 },
    ]);
  });

  it("is PD if the measured part alone is 20 % and 5 mm above the nadir", () => {
    expect(derive([...baseline, at(42, "A", 72)]).timepoints).toMatchObject([{ response: "PD", targetRule: "T8" }]);
    expect(derive([...baseline, at(42, "A", 71.9)]).timepoints).toMatchObject([{ response: "NE" }]);
  });

  it("an incomplete sum is never a nadir", () => {
    const { timepoints } = derive([...baseline, at(42, "A", 5), at(84, "A", 30), at(84, "B", 30)]);
    expect(timepoints[1]).toMatchObject({ nadirMm: 60, response: "SD" });
  });

  it("a target with its own baseline value missing leaves the sum, or makes it NE throughout", () => {
    const rows = [...baseline, at(42, "A", 10), at(42, "B", 10), at(42, "C", 40)];
    expect(derive(rows).timepoints).toMatchObject([{ response: "PR", sumMm: 20 }]);
    expect(derive(rows).issues).toEqual({ lesionWithoutBaseline: 1 });
    expect(derive(rows, { lesionWithoutBaseline: "notEvaluable" }).timepoints).toMatchObject([{ response: "NE" }]);
  });
});

describe("T9: holding a confirmed PR (option)", () => {
  it("100-70-70-80-80-80 stays PR", () => {
    const held = ofSums(100, [70, 70, 80, 80, 80], { holdPartialResponse: true });
    expect(responses(held)).toEqual(["PR", "PR", "PR", "PR", "PR"]);
    expect(held.map(({ targetRule }) => targetRule)).toEqual(["T6", "T6", "T9", "T9", "T9"]);
    expect(held.map(({ isHeld }) => isHeld)).toEqual([false, false, true, true, true]);
    expect(responses(ofSums(100, [70, 70, 80, 80, 80]))).toEqual(["PR", "PR", "SD", "SD", "SD"]);
  });

  it("a PR that is not confirmed is not held, and a held PR confirms none", () => {
    expect(responses(ofSums(100, [70, 80, 80], { holdPartialResponse: true }))).toEqual(["PR", "SD", "SD"]);
  });

  it("is held until PD only", () => {
    expect(responses(ofSums(100, [60, 60, 71, 73, 71], { holdPartialResponse: true }))).toEqual([
      "PR",
      "PR",
      "PR",
      "PD",
      "SD",
    ]);
  });
});

describe("T10: reappearance after an overall CR", () => {
  it("is PD, also below 5 mm", () => {
    expect(ofSums(19, [0, 4.95])).toMatchObject([{ response: "CR" }, { response: "PD", targetRule: "T10" }]);
  });

  it("is PD where another target is missing", () => {
    const rows = [at(-7, "A", 20), at(-7, "B", 20), at(42, "A", 0), at(42, "B", 0), at(84, "A", 3)];
    expect(derive(rows).timepoints[1]).toMatchObject({ response: "PD", targetRule: "T10", missing: 1 });
  });

  it("counts for non-target lesions", () => {
    const visit = (day: number, state: "absent" | "present"): TestRow[] => [
      { day, lesion: "A", mm: day < 0 ? 20 : 0 },
      { day, lesion: "B", role: "nonTarget", state },
    ];
    const { timepoints } = derive([...visit(-7, "present"), ...visit(42, "absent"), ...visit(84, "present")]);
    expect(timepoints).toMatchObject([{ response: "CR" }, { response: "PD", nonTarget: "PD", target: "CR" }]);
  });

  it("before an overall CR a lesion that comes back only adds to the sum", () => {
    const rows = [at(-7, "A", 50), at(-7, "B", 12), at(42, "A", 50), at(42, "B", 0), at(84, "A", 50), at(84, "B", 9)];
    expect(responses(derive(rows).timepoints)).toEqual(["SD", "SD"]);
  });

  const node = (day: number, mm: number): TestRow => ({ day, lesion: "N", node: true, mm });

  it("a node back at 11 mm as the only sign is PD and flagged", () => {
    const { timepoints } = derive([node(-7, 20), node(42, 8), node(84, 11)]);
    expect(timepoints[1]).toMatchObject({ response: "PD", flags: ["nodeRegrowth"] });
  });

  it("waits for the next scan by option: PD from the first sign if the node is still there", () => {
    const wait = { nodeRegrowth: "awaitNextScan" } as const;
    const stays = derive([node(-7, 20), node(42, 8), node(84, 11), node(126, 12)], wait).timepoints;
    expect(responses(stays)).toEqual(["CR", "PD", "PD"]);
    expect(stays[1]).toMatchObject({ day: 84, targetRule: "T10", flags: ["nodeRegrowth", "confirmedLater"] });
    const goes = derive([node(-7, 20), node(42, 8), node(84, 11), node(126, 9)], wait).timepoints;
    expect(responses(goes)).toEqual(["CR", "PR", "CR"]);
    const again = derive([node(-7, 20), node(42, 8), node(84, 11), node(126, 9), node(168, 11)], wait).timepoints;
    expect(responses(again)).toEqual(["CR", "PR", "CR", "PR"]);
    const still = derive([node(-7, 20), node(42, 8), node(84, 11)], wait).workspace;
    expect(bestOf(still)).toBe("SD");
  });

  it("15 mm is more than a sign: PD at once", () => {
    const { timepoints } = derive([node(-7, 20), node(42, 8), node(84, 15)], { nodeRegrowth: "awaitNextScan" });
    expect(timepoints[1]).toMatchObject({ response: "PD", flags: [] });
  });
});

describe("T11: nadir 0, and baseline 0", () => {
  const visit = (day: number, mm: number): TestRow[] => [
    { day, lesion: "A", mm },
    { day, lesion: "B", role: "nonTarget", state: "present" },
  ];

  it("without an overall CR 5 mm is PD and 4 mm is not", () => {
    expect(derive([...visit(-7, 20), ...visit(42, 0), ...visit(84, 5)]).timepoints[1]).toMatchObject({
      target: "PD",
      targetRule: "T11",
    });
    expect(derive([...visit(-7, 20), ...visit(42, 0), ...visit(84, 4)]).timepoints[1]).toMatchObject({ target: "PR" });
  });

  it("a baseline sum of 0 is an error in the data: target response is NE and the breach counted", () => {
    const { timepoints, issues } = derive([at(-7, "A", 0), at(42, "A", 12)]);
    expect(timepoints).toMatchObject([{ target: "NE", targetRule: "T11" }]);
    expect(issues).toMatchObject({ baselineSumZero: 1 });
  });
});
