import { describe, expect, it } from "vitest";
import { findOverlap } from "../../src/fitness/calendar-findings.js";
import { describeBlocking, findBlocking } from "../../src/fitness/find-blocking.js";
import { indicators } from "../../src/fitness/indicators.js";
import { type Finding, judge } from "../../src/fitness/judge.js";
import { fitnessSchema } from "../../src/spec/fitness.js";
import { fitnessIds } from "../../src/spec/fitness-ids.js";

const none = fitnessSchema.parse({});
const scan = (value: number | null, population = "eligible"): Finding => ({
  id: "R2.4",
  variable: null,
  population,
  group: "control",
  value,
  unit: "share",
});

describe("the status of an indicator", () => {
  const cases = [
    [0.9, "met"],
    [0.8999, "caution"],
    [0.75, "caution"],
    [0.7499, "not met"],
    [null, "not assessable"],
  ] as const;
  for (const [value, status] of cases)
    it(`a baseline scan for ${value ?? "an unknown share"} of patients is ${status}`, () => {
      expect(judge(scan(value), none).status).toBe(status);
    });

  it("goes by the analysis file's threshold, with its basis, where there is one", () => {
    const own = fitnessSchema.parse({ thresholds: { "R2.4": { met: 0.99, basis: "protocol 7.2" } } });
    const judged = judge(scan(0.95), own);
    expect([judged.status, judged.threshold, judged.basis]).toEqual(["not met", 0.99, "protocol 7.2"]);
  });

  it("is not assessable where no threshold is set, and says so beside the figure", () => {
    const judged = judge({ ...scan(0.7), id: "R2.5" }, none);
    expect([judged.status, judged.value, judged.note]).toEqual([
      "not assessable",
      0.7,
      "no threshold is set: the figure is reported",
    ]);
  });

  it("is met by a number that is enough, whatever share it is", () => {
    expect(judge({ ...scan(0.01), id: "R1.2" }, none).status).toBe("not met");
    expect(judge({ ...scan(0.01), id: "R1.2", isEnough: true }, none).status).toBe("met");
  });
});

describe("critical indicators", () => {
  const critical = fitnessSchema.parse({ critical: ["R2.4"] });

  it("block where they are not met or cannot be assessed and no reason is written, not where they call for caution", () => {
    const blocking = (value: number | null) => findBlocking([judge(scan(value), critical)]).length;
    expect([0.95, 0.8, 0.5, null].map(blocking)).toEqual([0, 0, 1, 1]);
    const reasoned = fitnessSchema.parse({ critical: ["R2.4"], reasons: { "R2.4": "scanned elsewhere" } });
    expect(findBlocking([judge(scan(0.5), reasoned)])).toEqual([]);
  });

  it("of the database alone do not block where the cohort is fit", () => {
    expect(findBlocking([judge(scan(0.5, "database"), critical), judge(scan(0.95), critical)])).toEqual([]);
    expect(findBlocking([judge(scan(0.5, "database"), critical)])).toHaveLength(1);
  });

  it("are told once each, with the place of the reason to write", () => {
    expect(
      describeBlocking(findBlocking([judge(scan(0.5), critical), judge(scan(null, "attWeights"), critical)])),
    ).toEqual([
      'R2.4 is critical and control, eligible, not met; control, attWeights, not assessable → fitness.reasons["R2.4"]',
    ]);
  });

  it("take the reason of a part before that of the whole", () => {
    const both = fitnessSchema.parse({ reasons: { "R3.6": "all", "R3.6.kernel": "kernel" } });
    const of = (variable: string) => judge({ ...scan(0.5), id: "R3.6", variable }, both).reason;
    expect([of("kernel"), of("model")]).toEqual(["kernel", "all"]);
  });
});

describe("calendar overlap, by hand", () => {
  const frame = (trialDays: readonly number[], controlDays: readonly number[]) => ({
    n: trialDays.length + controlDays.length,
    patientId: [...trialDays, ...controlDays].map((_, i) => `p:${i}`),
    datasetId: [...trialDays, ...controlDays].map(() => "p"),
    indexEpochDay: Int32Array.from([...trialDays, ...controlDays]),
    trial: Uint8Array.from([...trialDays.map(() => 1), ...controlDays.map(() => 0)]),
  });

  it("is the time in which both arms had patients", () => {
    expect(findOverlap(frame([1000, 2000], [0, 1730.5 - 0.5]), true).value).toBeCloseTo(730 / 365.25, 12);
  });

  it("is none where one arm ended before the other began, and not met", () => {
    const found = findOverlap(frame([5000, 6000], [0, 100]), true);
    expect([found.value, judge(found, none).status]).toEqual([0, "not met"]);
  });

  it("cannot be told without a calendar", () => {
    expect(findOverlap(frame([0], [0]), false).value).toBeNull();
  });
});

describe("the list of indicators", () => {
  it("gives each a basis and a place in every framework", () => {
    expect(Object.keys(indicators)).toEqual([...fitnessIds]);
    for (const { basis, frameworks } of Object.values(indicators))
      expect([basis, ...Object.values(frameworks)].every((text) => text.length > 0)).toBe(true);
  });
});
