import { describe, expect, it } from "vitest";
import { deriveTherapyDays } from "../../src/endpoints/therapy-days.js";
import { NEVER } from "../../src/recist/lesion-rows.js";
import type { PatientNote } from "./support/clinic.js";
import { bestOf, deriveClinic, timeOf } from "./support/derive-clinic.js";

const scans = (...sums: readonly number[]) => sums.map((mm, i) => ({ day: -7 + 49 * i, findings: { T1: mm } }));

describe("readers are never mixed", () => {
  const notes: readonly PatientNote[] = [
    { id: "t:1", alive: 300, accepted: "B", readings: { A: scans(50, 30, 30), B: scans(50, 48, 70) } },
    { id: "t:2", alive: 300, readings: { A: scans(50, 70) } },
  ];
  const by = async (readers: unknown, of: readonly PatientNote[] = notes) => {
    const clinic = await deriveClinic(of, { imaging: { readers } });
    return of.map(({ id }) => `${bestOf(clinic, "orr", id)} / ${timeOf(clinic, "pfs", id)}`);
  };

  it("one reader, an order of readers, or the accepted one: each reading stands by itself", async () => {
    expect(await by({ rule: "reader", reader: "A" })).toEqual([
      "PR day 42 responder / 92 censored: no-event",
      "PD day 42 / 43 event: progression",
    ]);
    expect(await by({ rule: "reader", reader: "B" })).toEqual([
      "SD day 42 / 92 event: progression",
      "MISSING not counted / 1 censored: no-baseline",
    ]);
    expect(await by({ rule: "order", readers: ["B", "A"] })).toEqual([
      "SD day 42 / 92 event: progression",
      "PD day 42 / 43 event: progression",
    ]);
    expect(await by({ rule: "accepted" })).toEqual([
      "SD day 42 / 92 event: progression",
      "MISSING not counted / 1 censored: no-baseline",
    ]);
  });

  it("several readers of a patient are refused where one is expected, with their number and no patient", async () => {
    await expect(by({ rule: "single" })).rejects.toThrow(
      "one reader must have read each patient's scans; 1 patients have several → imaging.readers: name a reader, an order of readers, or accepted",
    );
  });

  it("a reader who takes over in the middle of a sequence has no baseline of the other's", async () => {
    const change: PatientNote = {
      id: "t:1",
      alive: 300,
      readings: { A: scans(50, 30), B: [{ day: 91, findings: { T1: 10 } }] },
    };
    expect((await by({ rule: "order", readers: ["A", "B"] }, [change]))[0]).toBe("SD day 42 / 43 censored: no-event");
    expect((await by({ rule: "reader", reader: "B" }, [change]))[0]).toBe(
      "NE day 91 not counted / 1 censored: no-baseline",
    );
  });

  it("a reader whom the data do not hold is refused by name, with those they do", async () => {
    await expect(by({ rule: "reader", reader: "C" })).rejects.toThrow(
      'lesion.reader_id holds no reader "C"; it holds: A, B → imaging.readers',
    );
  });

  it("several readers marked as accepted are refused", async () => {
    const twice = { ...notes[0]!, accepted: "A" };
    await expect(
      deriveClinic([twice], {
        imaging: { readers: { rule: "accepted" } },
        change: (tables) => {
          tables.reader_assessment!.push({ ...tables.reader_assessment![0], reader_id: "B" });
        },
      }),
    ).rejects.toThrow("reader_assessment.accepted must mark one reader a patient; 1 patients have several");
  });
});

describe("new therapy and end of treatment", () => {
  const rule = { indexLineDays: 28, localTherapy: "ignore" } as const;
  const days = (lines: readonly (readonly [start: number, end?: number, stop?: 1])[], change: object = {}) =>
    deriveTherapyDays(
      {
        started: Int32Array.from(lines, ([start]) => start),
        ended: Int32Array.from(lines, ([, end]) => end ?? NEVER),
        isStop: Int32Array.from(lines, ([, , stop]) => stop ?? 0),
        from: 0,
        to: lines.length,
      },
      0,
      [-5, 20],
      { ...rule, ...change },
    );

  it.each([
    ["the line after the one given at index", [[-300, -200], [0, 90], [120]], 120],
    ["treatment of the trial starts some days after enrolment", [[-90, -20], [5, 90], [120]], 120],
    ["a line that began before index goes on", [[-10], [40]], 40],
    ["a switch within the window is new", [[0, 8], [10]], 10],
    ["no line near index: any later one is new", [[-300, -200], [60]], 60],
    ["no line at all", [], NEVER],
  ] as const)("%s", (_, lines, expected) => {
    expect(days(lines).newTherapyDay).toBe(expected);
  });

  it("local therapy after index is one where the rule counts it", () => {
    expect(days([[0], [120]], { localTherapy: "count" }).newTherapyDay).toBe(20);
  });

  it("the line at index stopped for toxicity or progression, and no other, is the end of treatment", () => {
    expect(days([[0, 90, 1], [120]]).stopDay).toBe(90);
    expect(
      days([
        [0, 90],
        [120, 150, 1],
      ]).stopDay,
    ).toBe(NEVER);
  });

  it("treatment stopped and nothing scanned after: censored at the last scan, for that reason", async () => {
    const note = (reason: string): PatientNote => ({
      id: "t:1",
      alive: 300,
      died: 301,
      readings: { R: scans(50, 48) },
      lines: [{ from: 0, to: 60, reason }],
    });
    expect(timeOf(await deriveClinic([note("toxicity")]), "pfs", "t:1")).toBe("43 censored: treatment-stop");
    expect(timeOf(await deriveClinic([note("completed")]), "pfs", "t:1")).toBe("302 event: death");
  });
});
