import { describe, expect, it } from "vitest";
import type { PatientNote } from "./support/clinic.js";
import { bestOf, deriveClinic, intervalOf, timeOf } from "./support/derive-clinic.js";

const read = (id: string, sums: Readonly<Record<number, number>>, more: Partial<PatientNote> = {}): PatientNote => ({
  id,
  alive: 400,
  readings: { R: Object.entries(sums).map(([day, mm]) => ({ day: Number(day), findings: { T1: mm } })) },
  ...more,
});

const notes: readonly PatientNote[] = [
  read("t:confirmed", { "-7": 50, 42: 30, 84: 30, 126: 40 }),
  read("t:unconfirmed", { "-7": 50, 42: 30, 84: 60 }),
  read("t:stable", { "-7": 50, 42: 48, 84: 50 }, { lines: [{ from: 0, to: 50 }, { from: 60 }] }),
  read("t:dead", { "-7": 50, 42: 48 }, { died: 70, alive: 69 }),
  read("t:early", { "-7": 50 }, { died: 30, alive: 29 }),
  { id: "t:unread", alive: 200 },
  read("c:late", { "-7": 50, 120: 60 }),
];

describe("endpoints from lesion rows", () => {
  it("best response, progression-free and overall survival of one patient after another, by hand", async () => {
    const clinic = await deriveClinic(notes);
    const found = Object.fromEntries(
      notes.map(({ id }) => [id, [bestOf(clinic, "orr", id), timeOf(clinic, "pfs", id), timeOf(clinic, "os", id)]]),
    );
    expect(found).toEqual({
      // 50 → 30 is −40 %; the nadir is 30, so 40 is +33 % and +10 mm.
      "t:confirmed": ["PR day 42 responder", "127 event: progression", "401 censored: alive"],
      "t:unconfirmed": ["SD day 42", "85 event: progression", "401 censored: alive"],
      // New therapy on day 60, the last adequate scan before it on day 42.
      "t:stable": ["SD day 42", "43 censored: new-therapy", "401 censored: alive"],
      "t:dead": ["SD day 42", "71 event: death", "71 event: death"],
      // No scan after baseline: a death within 2 × 42 + 7 days is an event (P2), a later end censors at index.
      "t:early": ["MISSING", "31 event: early-death", "31 event: death"],
      "t:unread": ["MISSING not counted", "1 censored: no-baseline", "201 censored: alive"],
      "c:late": ["PD day 120", "121 event: progression", "401 censored: alive"],
    });
  });

  it("the interval in which progression fell, from the last clear scan to the first that shows it", async () => {
    const clinic = await deriveClinic(notes);
    expect(["t:confirmed", "t:stable", "t:dead", "c:late"].map((id) => intervalOf(clinic, "pfs", id))).toEqual([
      "(84, 126]",
      "(42, ∞)",
      "(70, 70]",
      "(0, 120]",
    ]);
  });

  it("the same whatever the slices of patients, the order of the rows and the numbering of patients", async () => {
    const all = async (options: Parameters<typeof deriveClinic>[1]) => {
      const clinic = await deriveClinic(notes, options);
      return notes.map(({ id }) => [bestOf(clinic, "orr", id), timeOf(clinic, "pfs", id), timeOf(clinic, "os", id)]);
    };
    const once = await all({});
    expect(await all({ slicePatients: 2 })).toEqual(once);
    const reversed = await all({
      change: (tables) => {
        for (const rows of Object.values(tables)) rows.reverse();
      },
    });
    expect(reversed).toEqual(once);
  });

  it("every rule of progression from one pass over the rows", async () => {
    const rule = (progressionRule: unknown) => ({ kind: "progression-free-survival", by: "imaging", progressionRule });
    const clinic = await deriveClinic(notes, {
      endpoints: {
        primary: rule("primary"),
        ignored: rule("new-therapy-ignored"),
        event: rule("new-therapy-event"),
        cap: rule("missed-two-cap"),
        midpoint: rule("midpoint"),
        grid: rule("grid"),
        admiral: rule("admiral"),
        own: rule({ newTherapy: "ignore", missed: { kind: "cap", capDays: 30 } }),
        ttp: { kind: "time-to-progression", by: "imaging" },
      },
    });
    const times = (id: string) =>
      Object.fromEntries([...clinic.derived.tables.keys()].map((key) => [key, timeOf(clinic, key, id)]));
    expect(times("t:stable")).toEqual({
      primary: "43 censored: new-therapy",
      ignored: "85 censored: no-event",
      event: "61 event: new-therapy-event",
      cap: "43 censored: new-therapy",
      midpoint: "43 censored: new-therapy",
      grid: "43 censored: new-therapy",
      admiral: "85 censored: assessment",
      own: "85 censored: no-event",
      ttp: "43 censored: new-therapy",
    });
    expect(times("c:late")).toEqual({
      primary: "121 event: progression",
      ignored: "121 event: progression",
      event: "121 event: progression",
      // 120 days after index, where 2 × 42 + 7 = 91 are allowed.
      cap: "1 censored: progression-after-missed",
      midpoint: "61 event: progression",
      grid: "127 event: progression",
      admiral: "121 event: progression",
      own: "1 censored: progression-after-missed",
      ttp: "121 event: progression",
    });
    expect(times("t:dead").ttp).toBe("43 censored: no-event");
  });

  it("duration of and time to response of responders alone", async () => {
    const clinic = await deriveClinic(notes, {
      endpoints: {
        dor: { kind: "duration-of-response", by: "imaging" },
        any: { kind: "duration-of-response", by: "imaging", confirmed: false },
        ttr: { kind: "time-to-response", by: "imaging" },
      },
    });
    const of = (id: string) => ["dor", "any", "ttr"].map((key) => timeOf(clinic, key, id));
    expect(of("t:confirmed")).toEqual(["85 event: progression", "85 event: progression", "43 event: response"]);
    expect(of("t:unconfirmed")).toEqual(["none", "43 event: progression", "none"]);
    expect(of("t:stable")).toEqual(["none", "none", "none"]);
  });

  it("disease control, an unconfirmed rate, and everyone in the denominator", async () => {
    const response = (more: object) => ({ kind: "response", by: "imaging", ...more });
    const clinic = await deriveClinic(notes, {
      endpoints: {
        control: response({ measure: "disease-control" }),
        any: response({ confirmed: false }),
        all: response({ denominator: "all" }),
      },
    });
    expect(bestOf(clinic, "control", "t:stable")).toBe("SD day 42 responder");
    expect(bestOf(clinic, "any", "t:unconfirmed")).toBe("PR day 42 responder");
    expect(bestOf(clinic, "all", "t:unread")).toBe("MISSING");
  });

  it("nothing from a dataset that holds no scans: its patients are not available, where another dataset has them", async () => {
    const some: readonly PatientNote[] = [...notes.slice(0, 2), { id: "d:1", alive: 10 }];
    const { derived, patients } = await deriveClinic(some);
    const [[key, datasets] = ["", new Set()]] = [...derived.unsourced];
    expect([...datasets]).toEqual(["d"]);
    const table = derived.tables.get(key)!;
    for (const [i, dataset] of patients.datasetId.entries()) if (dataset === "d") expect(table.available[i]).toBe(0);
    expect(table.available.some((flag) => flag === 1)).toBe(true);
  });

  it("nothing at all where no dataset holds scans, and says which endpoint cannot be derived", async () => {
    await expect(deriveClinic([{ id: "d:1", alive: 10 }])).rejects.toThrow(
      'response needs rows of lesion_measurement; dataset "d" has none, so it cannot be derived → endpoints.orr',
    );
  });
});
