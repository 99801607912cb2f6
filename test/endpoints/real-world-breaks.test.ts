import { describe, expect, it } from "vitest";
import { ISSUE, type IssueId } from "../../src/recist/issues.js";
import { FATE } from "../../src/recist/row-fate.js";
import { BASELINE_STATUS, TIMEPOINT_FLAG } from "../../src/recist/workspace.js";
import type { PatientNote } from "./support/clinic.js";
import { bestOf, type Clinic, deriveClinic, timeOf } from "./support/derive-clinic.js";

const reading = (
  scans: NonNullable<PatientNote["readings"]>[string],
  more: Partial<PatientNote> = {},
): PatientNote[] => [{ id: "t:1", alive: 400, readings: { R: scans }, ...more }];
const only = (clinic: Clinic) => [...clinic.derived.readings.values()][0]!;
const breaches = (clinic: Clinic): Record<string, number> =>
  Object.fromEntries(
    (Object.keys(ISSUE) as IssueId[]).flatMap((id) => {
      const count = only(clinic).issues[ISSUE[id]]!;
      return count === 0 ? [] : [[id, count]];
    }),
  );
const fates = (clinic: Clinic): Record<string, number> =>
  Object.fromEntries(
    Object.entries(FATE).flatMap(([name, code]) => {
      const count = only(clinic).rows.fates[code]!;
      return count === 0 ? [] : [[name, count]];
    }),
  );
const hasFlag = (clinic: Clinic, flag: keyof typeof TIMEPOINT_FLAG): boolean =>
  (only(clinic).summary.flags[0]! & TIMEPOINT_FLAG[flag]) !== 0;
const both = (clinic: Clinic) => [bestOf(clinic, "orr", "t:1"), timeOf(clinic, "pfs", "t:1")];

describe("baseline", () => {
  it("missing: reported, every assessment NE, censored at index", async () => {
    const clinic = await deriveClinic(
      reading([
        { day: 42, findings: { T1: 30 } },
        { day: 84, findings: { T1: 60 } },
      ]),
    );
    expect(only(clinic).summary.baseline[0]).toBe(BASELINE_STATUS.missing);
    expect(breaches(clinic)).toEqual({ baselineMissing: 1, lesionWithoutBaseline: 1 });
    expect(both(clinic)).toEqual(["NE day 42 not counted", "1 censored: no-baseline"]);
  });

  it("before its window: used with its days outside recorded, or left out and then missing", async () => {
    const scans = [
      { day: -60, findings: { T1: 50 } },
      { day: 42, findings: { T1: 62 } },
    ];
    const used = await deriveClinic(reading(scans));
    expect(both(used)).toEqual(["PD day 42", "43 event: progression"]);
    expect(only(used).summary.daysOutside[0]).toBe(32);
    expect(breaches(used)).toEqual({ baselineEarly: 1 });
    const excluded = await deriveClinic(reading(scans), { imaging: { options: { baselineOutsideWindow: "exclude" } } });
    expect(both(excluded)).toEqual(["NE day 42 not counted", "1 censored: no-baseline"]);
    expect(fates(excluded).beforeWindow).toBe(1);
  });

  it("after index, where the options allow it", async () => {
    const scans = [
      { day: 5, findings: { T1: 50 } },
      { day: 42, findings: { T1: 62 } },
    ];
    const late = await deriveClinic(reading(scans), { imaging: { options: { baselineLatestDays: 7 } } });
    expect(both(late)).toEqual(["PD day 42", "43 event: progression"]);
    expect(breaches(late)).toEqual({ baselineLate: 1 });
  });
});

describe("technique", () => {
  it("another modality or slice thickness than at baseline is flagged, or not evaluable", async () => {
    const scans = [
      { day: -7, findings: { T1: 50 }, slice: 5 },
      { day: 42, findings: { T1: 30 }, modality: "MR", slice: 5 },
      { day: 84, findings: { T1: 30 }, slice: 3 },
    ];
    const flagged = await deriveClinic(reading(scans));
    expect(both(flagged)).toEqual(["PR day 42 responder", "85 censored: no-event"]);
    expect(hasFlag(flagged, "incomparable")).toBe(true);
    expect(breaches(flagged)).toEqual({ incomparableScan: 2 });
    const refused = await deriveClinic(reading(scans), { imaging: { options: { incomparableScan: "notEvaluable" } } });
    expect(both(refused)).toEqual(["NE day 42", "1 censored: no-event"]);
    expect(fates(refused).incomparable).toBe(2);
  });

  it("a target on ultrasound has no value", async () => {
    const clinic = await deriveClinic(
      reading([
        { day: -7, findings: { T1: 50 } },
        { day: 42, findings: { T1: 20 }, modality: "US" },
      ]),
    );
    expect(bestOf(clinic, "orr", "t:1")).toBe("NE day 42");
    expect(breaches(clinic)).toEqual({ targetOnUltrasound: 1 });
    expect(fates(clinic).ultrasound).toBe(1);
  });
});

describe("a new lesion", () => {
  const scans = (regions: readonly [string, string], organ: string) =>
    reading(
      [
        { day: -7, findings: { T1: 50 }, regions: regions[0] },
        { day: 42, findings: { T1: 50, X1: "present" }, regions: regions[1] },
        { day: 84, findings: { T1: 50, X1: "present" }, regions: regions[1] },
      ],
      { lesions: { X1: { organ } } },
    );

  it.each([
    ["whose organ was never imaged", ["CHEST", "CHEST;ABDOMEN"], "liver", true],
    ["whose organ was imaged", ["CHEST;ABDOMEN", "CHEST;ABDOMEN"], "liver", false],
    ["of the whole body, on a scan of another region", ["CHEST", "HEAD"], "bone", true],
    ["where an earlier scan does not say what it covered", ["", "CHEST;ABDOMEN"], "liver", false],
    ["where a word for a region is not known", ["THE LOT", "CHEST;ABDOMEN"], "liver", false],
  ] as const)("%s: counts by RECIST, and is marked so that it can be left out", async (_, regions, organ, isMarked) => {
    const counted = await deriveClinic(scans(regions, organ));
    expect(both(counted)).toEqual(["PD day 42", "43 event: progression"]);
    expect(hasFlag(counted, "newInUnimagedRegion")).toBe(isMarked);
    const left = await deriveClinic(scans(regions, organ), {
      imaging: { options: { newLesionInUnimagedRegion: "ignore" } },
    });
    expect(timeOf(left, "pfs", "t:1")).toBe(isMarked ? "85 censored: no-event" : "43 event: progression");
  });

  it("on another modality than its region was imaged by before counts once that modality shows it again", async () => {
    const notes = (last: object) =>
      reading(
        [
          { day: -7, findings: { T1: 50 }, regions: "ABDOMEN" },
          { day: 42, findings: { T1: 50, X1: "present" }, modality: "MR", regions: "ABDOMEN" },
          { day: 84, findings: { T1: 50, ...last }, modality: "MR", regions: "ABDOMEN" },
        ],
        { lesions: { X1: { organ: "liver" } } },
      );
    expect(timeOf(await deriveClinic(notes({})), "pfs", "t:1")).toBe("85 censored: no-event");
    expect(timeOf(await deriveClinic(notes({ X1: "present" })), "pfs", "t:1")).toBe("43 event: progression");
  });

  it("on PET is PD after a negative baseline PET, and without one only where CT shows it", async () => {
    const notes = (otherScans: PatientNote["otherScans"]) =>
      reading(
        [
          { day: -7, findings: { T1: 50 } },
          { day: 42, findings: { T1: 50 } },
          { day: 44, findings: { X1: "present" }, modality: "PT" },
        ],
        otherScans === undefined ? {} : { otherScans },
      );
    expect(timeOf(await deriveClinic(notes([{ day: -7, modality: "PT" }])), "pfs", "t:1")).toBe(
      "45 event: progression",
    );
    // The PET is part of the visit, which has the latest day of its parts (N6).
    expect(timeOf(await deriveClinic(notes(undefined)), "pfs", "t:1")).toBe("45 censored: no-event");
  });
});

describe("local therapy", () => {
  const scans = [
    { day: -7, findings: { T1: 50, T2: 40 } },
    { day: 42, findings: { T1: 30, T2: 30 } },
    { day: 84, findings: { T1: 30, T2: 10 } },
  ];

  it("on a target: not evaluable from then on, or used", async () => {
    const notes = reading(scans, { localTherapy: [{ lesion: "T2", day: 60 }] });
    const clinic = await deriveClinic(notes);
    expect(breaches(clinic)).toEqual({ localTherapyOnTarget: 1 });
    expect(fates(clinic).afterLocalTherapy).toBe(1);
    expect(bestOf(clinic, "orr", "t:1")).toBe("SD day 42");
    const used = await deriveClinic(notes, { imaging: { options: { localTherapyOnTarget: "ignore" } } });
    expect(bestOf(used, "orr", "t:1")).toBe("PR day 42 responder");
  });

  it("of an organ is of every lesion in it, and may be a new therapy", async () => {
    const notes = reading(scans, {
      localTherapy: [{ organ: "Left lung", day: 60 }],
      lesions: { T2: { organ: "LUNG" } },
    });
    expect(breaches(await deriveClinic(notes))).toEqual({ localTherapyOnTarget: 1 });
    const counted = await deriveClinic(notes, { imaging: { newTherapy: { localTherapy: "count" } } });
    expect(timeOf(counted, "pfs", "t:1")).toBe("43 censored: new-therapy");
  });

  it("before baseline: no target unless the lesion has grown since (B3)", async () => {
    const before = { localTherapy: [{ lesion: "T2", day: -200 }] };
    expect(breaches(await deriveClinic(reading(scans, before)))).toEqual({ unmeasurableTarget: 1 });
    const grown = { ...before, lesions: { T2: { progressed_since_therapy: true } } };
    expect(breaches(await deriveClinic(reading(scans, grown)))).toEqual({});
  });
});

describe("partial dates", () => {
  const scans = [
    { day: -7, findings: { T1: 50 } },
    { day: 42, findings: { T1: 50 } },
  ];
  const os = { os: { kind: "overall-survival" } };

  it("a death known to the month is its 15th, never before the last sign of life; to the year, its middle", async () => {
    const dated = async (alive: number, died_on_precision: string) => {
      const clinic = await deriveClinic(reading(scans, { died: 60, alive }), {
        endpoints: os,
        change: ({ vital_status }) => {
          vital_status![0] = { ...vital_status![0], died_on_precision };
        },
      });
      return timeOf(clinic, "os", "t:1");
    };
    expect(await dated(50, "day")).toBe("61 event: death");
    expect(await dated(50, "month")).toBe("75 event: death");
    expect(await dated(80, "month")).toBe("81 event: death");
    expect(await dated(50, "year")).toBe("243 event: death");
  });

  it("a scan known to the month is its 15th", async () => {
    const clinic = await deriveClinic(reading([scans[0]!, { day: 42, findings: { T1: 80 } }]), {
      change: ({ imaging_study }) => {
        imaging_study![1] = { ...imaging_study![1], performed_on_precision: "month" };
      },
    });
    expect(timeOf(clinic, "pfs", "t:1")).toBe("57 event: progression");
  });

  it("a scan without any date is set aside and counted", async () => {
    const clinic = await deriveClinic(reading(scans), {
      change: ({ imaging_study }) => {
        imaging_study![1] = { ...imaging_study![1], performed_day: null };
      },
    });
    expect(only(clinic).rows).toMatchObject({ rows: 2, undated: 1 });
    expect(timeOf(clinic, "pfs", "t:1")).toBe("1 censored: no-assessment");
  });
});

describe("the index", () => {
  it("of a dataset that counts days from something else moves every day", async () => {
    const clinic = await deriveClinic(
      reading(
        [
          { day: 93, findings: { T1: 50 } },
          { day: 142, findings: { T1: 80 } },
        ],
        { alive: 500 },
      ),
      { indexDay: 100 },
    );
    expect([timeOf(clinic, "pfs", "t:1"), timeOf(clinic, "os", "t:1")]).toEqual([
      "43 event: progression",
      "401 censored: alive",
    ]);
  });

  it("after death leaves a patient without a time", async () => {
    const notes = reading([{ day: 10, findings: { T1: 50 } }], { died: 50, alive: 40 });
    const clinic = await deriveClinic(notes, { indexDay: 100 });
    expect([timeOf(clinic, "pfs", "t:1"), timeOf(clinic, "os", "t:1")]).toEqual(["none", "none"]);
  });
});
