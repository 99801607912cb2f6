import { describe, expect, it } from "vitest";
import { openChangeLog } from "../../src/endpoints/change-log.js";
import { describeBestChange, describeChangeWindows } from "../../src/endpoints/describe-changes.js";
import { describeStates } from "../../src/endpoints/describe-states.js";
import { listPatients } from "../../src/endpoints/list-patients.js";
import { readingOf } from "../../src/endpoints/reading.js";
import type { ResponseTable } from "../../src/endpoints/response-table.js";
import type { TimeTable } from "../../src/endpoints/time-table.js";
import { RESPONSE_LABELS } from "../../src/recist/response.js";
import type { ResultRecord } from "../../src/results/records.js";
import { suppressSmallCells } from "../../src/results/suppress-small-cells.js";
import { imagingSchema } from "../../src/spec/imaging.js";
import type { PatientNote } from "./support/clinic.js";
import { deriveClinic } from "./support/derive-clinic.js";

const read = (id: string, sums: Readonly<Record<number, number>>, more: Partial<PatientNote> = {}): PatientNote => ({
  id,
  alive: 400,
  readings: { R: Object.entries(sums).map(([day, mm]) => ({ day: Number(day), findings: { T1: mm } })) },
  ...more,
});

/** 50 → 35 is −30 % exactly; 50 → 60 is +20 %. */
const notes: readonly PatientNote[] = [
  read("t:responder", { "-7": 50, 42: 35, 84: 35, 126: 45 }),
  read("t:unconfirmed", { "-7": 50, 42: 20, 84: 60 }),
  read("t:stable", { "-7": 50, 42: 48 }, { lines: [{ from: 0, to: 50 }, { from: 60 }] }),
  read("t:dead", { "-7": 50 }, { died: 30, alive: 29 }),
  read("t:lost", { "-7": 50, 42: 50 }, { alive: 43 }),
  read("c:grows", { "-7": 50, 42: 60 }),
  { id: "c:unread", alive: 200 },
];

const source = { by: "imaging", confirmed: true } as const;
const endpoints = {
  orr: { kind: "response", ...source },
  pfs: { kind: "progression-free-survival", by: "imaging" },
  ttr: { kind: "time-to-response", ...source },
};

async function describeClinic(order: readonly PatientNote[] = notes) {
  const log = openChangeLog(order.length, readingOf(imagingSchema.parse({})).key);
  const clinic = await deriveClinic(order, { endpoints, onChosen: log.note });
  const { tables, followUps } = clinic.derived;
  const context = { patients: clinic.patients, changes: log.changes(), schedule: undefined };
  const orr = tables.get("orr") as ResponseTable;
  return [
    ...describeBestChange("main", "orr", orr, RESPONSE_LABELS, context),
    ...describeChangeWindows("main", context),
    ...describeStates("main", "orr", clinic.patients, {
      progression: tables.get("pfs") as TimeTable,
      timeToResponse: tables.get("ttr") as TimeTable,
      followUp: [...followUps.values()][0]!,
    }),
  ];
}

const counts = (records: readonly ResultRecord[], variable: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    records.flatMap((record) =>
      record.kind === "statistic" && record.variable === variable && record.value !== 0
        ? [[`${record.group} ${record.level ?? record.statistic}`, record.value!] as const]
        : [],
    ),
  );

describe("patients listed one by one", () => {
  const list = async (order: readonly PatientNote[] = notes) => {
    const log = openChangeLog(order.length, readingOf(imagingSchema.parse({})).key);
    const { derived, patients } = await deriveClinic(order, { endpoints, onChosen: log.note });
    return listPatients("main", "orr", "trial", {
      patients,
      changes: log.changes(),
      table: derived.tables.get("orr") as ResponseTable,
      labels: RESPONSE_LABELS,
      followUp: [...derived.followUps.values()][0]!,
    });
  };

  it("best changes from growth to shrinkage, scans in order, courses from the longest, each numbered anew", async () => {
    const [waterfall, spider, swimmer] = await list();
    expect(waterfall!.rows).toEqual([
      [1, 0, "SD", false],
      [2, -4, "SD", false],
      [3, -30, "PR", false],
      [4, -60, "SD", false],
    ]);
    expect(spider!.rows).toEqual([
      [1, 42, 0, false, "SD"],
      [2, 42, -4, false, "SD"],
      [3, 42, -30, false, "PR"],
      [3, 84, -30, false, "PR"],
      [3, 126, -10, false, "PR"],
      [4, 42, -60, false, "SD"],
      [4, 84, 20, false, "SD"],
    ]);
    // Last day, died, best response, responder; days of baseline, first CR, PR and PD.
    expect(swimmer!.rows).toEqual([
      [1, 400, false, "PR", true, -7, null, 42, 126],
      [2, 400, false, "SD", false, -7, null, 42, 84],
      [3, 400, false, "SD", false, -7, null, null, null],
      [4, 43, false, "SD", false, -7, null, null, null],
      [5, 30, true, "MISSING", false, -7, null, null, null],
    ]);
  });

  it("the same whatever the order of the patients, and without their identifiers", async () => {
    const once = await list();
    expect(await list([...notes].reverse())).toEqual(once);
    expect(JSON.stringify(once.map(({ rows }) => rows))).not.toMatch(/[tc]:/);
  });

  it("none of an arm under the small-cell rule", async () => {
    const listed = await list();
    const rows = (guarded: string) =>
      suppressSmallCells(listed, 11, (_, group) => group === guarded).map((record) =>
        record.kind === "listing" ? record.rows.length : null,
      );
    expect(rows("trial")).toEqual([0, 0, 0]);
    expect(rows("control")).toEqual([4, 7, 5]);
  });
});

describe("what is told of the course of responses", () => {
  it("best change by band and best response: −30 % is in the band of a response, +20 % in that of growth", async () => {
    const records = await describeClinic();
    expect(counts(records, "orr.best_change")).toEqual({
      "trial −30% to above −50% × PR": 1,
      // −60 % that a later progression kept from being confirmed.
      "trial −50% to above −75% × SD": 1,
      "trial below 0% to above −15% × SD": 1,
      "trial 0% to below +10% × SD": 1,
      "trial no complete sum × MISSING": 1,
      "control +20% to below +50% × PD": 1,
      "control no complete sum × MISSING": 1,
    });
    expect(counts(records, "orr.shrinkage")).toEqual({
      "trial at most −30%": 2,
      "trial above −30%": 2,
      "trial no complete sum": 1,
      "control above −30%": 1,
      "control no complete sum": 1,
    });
  });

  it("change by scan window: each patient once, with the last complete sum; type 7 quantiles", async () => {
    const records = await describeClinic();
    // Windows of 56 days around day 56: days 29 to 84. Trial: −30 (day 84), +20 (day 84), −4, 0; control: +20.
    expect(counts(records, "imaging.change_1")).toEqual({
      "trial n": 4,
      "trial p10": -30 + 0.3 * 26,
      "trial q1": -4 - 0.25 * 26,
      "trial median": -2,
      "trial q3": 5,
      "trial p90": expect.closeTo(14, 12),
      "control n": 1,
      "control p10": 20,
      "control q1": 20,
      "control median": 20,
      "control q3": 20,
      "control p90": 20,
    });
  });

  it("where patients stand month by month: every row adds up, and each state by hand", async () => {
    const series = (await describeClinic()).flatMap((record) => (record.kind === "series" ? [record] : []));
    const trial = series.find(({ group }) => group === "trial")!;
    const at = (name: string, month: number) => trial.columns[name]!.values[month];
    // Index; day 60 (month 2): the responder since day 42; the unconfirmed, free; new therapy on day 60 censored the stable one on day 42; one lost, one dead.
    expect(trial.columns.time_days!.values.slice(0, 5)).toEqual([0, 30, 60, 91, 121]);
    const states = ["in_response", "free", "not_assessed", "progressed", "ended", "dead"];
    expect(states.map((state) => at(state, 0))).toEqual([0, 5, 0, 0, 0, 0]);
    expect(states.map((state) => at(state, 2))).toEqual([1, 1, 1, 0, 1, 1]);
    // Day 91: the unconfirmed one progressed on day 84. Day 152: the responder has progressed, on day 126 (45 is +29 % and +10 mm on the nadir of 35).
    expect(states.map((state) => at(state, 3))).toEqual([1, 0, 1, 1, 1, 1]);
    expect(states.map((state) => at(state, 5))).toEqual([0, 0, 1, 2, 1, 1]);
    for (const [k] of trial.columns.time_days!.values.entries())
      expect(states.reduce((sum, state) => sum + (at(state, k) ?? 0), 0)).toBe(5);
  });

  it("the same whatever the order of the patients in the data", async () => {
    expect(await describeClinic([...notes].reverse())).toEqual(await describeClinic());
  });
});
