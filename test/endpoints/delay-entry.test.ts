import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { delayEntry } from "../../src/endpoints/delay-entry.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import type { Entry } from "../../src/spec/entry.js";
import { survivalOf } from "../support/outcome-frames.js";
import { writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-entry-"));
let source: Source;
const ids = ["t:1", "r:1", "r:2", "r:3", "r:4"];
/** Index of all on 2020-01-11. */
const index = 18272;
beforeAll(async () => {
  const about = { name: "n", version: "1", extracted_on: "2022-01-01", provenance: "made up", licence: "none" };
  source = await openSource({
    folder: writeRwid(join(folder, "in"), {
      dataset: [
        { dataset_id: "t", kind: "trial", time_basis: "calendar", ...about },
        { dataset_id: "r", kind: "registry", time_basis: "calendar", ...about },
      ],
      patient: [
        { patient_id: "t:1", dataset_id: "t", entered_on: "2020-01-01" },
        { patient_id: "r:1", dataset_id: "r", entered_on: "2020-01-11" },
        { patient_id: "r:2", dataset_id: "r", entered_on: "2020-02-10" },
        { patient_id: "r:3", dataset_id: "r", entered_on: "2020-06-01" },
        { patient_id: "r:4", dataset_id: "r" },
      ],
      observation: [
        {
          patient_id: "r:1",
          observation_id: "2",
          concept: "genomic_test",
          observed_on: "2020-01-20",
          value_text: "done",
        },
        {
          patient_id: "r:1",
          observation_id: "1",
          concept: "genomic_test",
          observed_on: "2020-01-15",
          value_text: "done",
        },
        { patient_id: "r:2", observation_id: "1", concept: "ecog", observed_on: "2020-01-02", value_num: 1 },
      ],
    }),
  });
});
afterAll(() => {
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

const patients = {
  n: 5,
  patientId: ids,
  datasetId: ["t", "r", "r", "r", "r"],
  indexEpochDay: new Int32Array(5).fill(index),
  trial: Uint8Array.of(1, 0, 0, 0, 0),
};
const data = survivalOf([50, 60, 31, 100, 70], [1, 1, 1, 1, 0]);
const run = (entry: Entry) =>
  delayEntry({ variant: "main", stage: "endpoints", population: "eligible", variable: "os" }, data, {
    patients,
    entry,
    store: source.store,
  });
const both = ["trial", "control"] as const;

describe("the day a patient came under observation", () => {
  it("is patient.entered: at or before index from index, else that day; who left before or has none is left out and counted", async () => {
    const made = await run({ from: "entered", arms: both });
    expect([...made.data.entryDays!]).toEqual([0, 0, 30, 0, 0]);
    expect([...made.data.available]).toEqual([1, 1, 1, 0, 0]);
    const count = (statistic: string, group: string) =>
      made.records.find(
        (record) => record.kind === "statistic" && record.statistic === statistic && record.group === group,
      );
    for (const statistic of ["n_late_entry", "n_without_entry", "n_left_before_entry"]) {
      expect(count(statistic, "control"), statistic).toMatchObject({ value: 1 });
      expect(count(statistic, "trial"), statistic).toMatchObject({ value: 0 });
    }
  });

  it("is the first observation of a concept, for the arms named: the others are at risk from index", async () => {
    const made = await run({ from: "observation", concept: "genomic_test", arms: ["control"] });
    expect([...made.data.entryDays!]).toEqual([0, 4, 0, 0, 0]);
    expect([...made.data.available]).toEqual([1, 1, 0, 0, 0]);
  });

  it("a least number at risk puts off the risk sets of both arms to the first day that has it, and tells the day", async () => {
    // Controls: r:1 at risk on (0, 60], r:2 on (30, 31] and others not: two are at risk after day 30 only. The trial's t:1 is at risk to day 50.
    const made = await run({ from: "entered", arms: ["control"], minimumAtRisk: 2 });
    expect([...made.data.entryDays!]).toEqual([30, 30, 30, 0, 0]);
    expect([...made.data.available]).toEqual([1, 1, 1, 0, 0]);
    const start = made.records.find((record) => record.kind === "statistic" && record.statistic === "risk_set_start");
    expect(start).toMatchObject({ value: 30, unit: "days", group: null });
    const earlier = survivalOf([30, 60, 31, 100, 70], [1, 1, 1, 1, 0]);
    const left = await delayEntry(
      { variant: "main", stage: "endpoints", population: "eligible", variable: "os" },
      earlier,
      {
        patients,
        entry: { from: "entered", arms: ["control"], minimumAtRisk: 2 },
        store: source.store,
      },
    );
    expect([...left.data.available]).toEqual([0, 1, 1, 0, 0]);
    expect(left.records).toContainEqual(
      expect.objectContaining({ statistic: "n_left_before_entry", group: "trial", value: 1 }),
    );
  });

  it("a least number that is never reached leaves nobody, with a warning", async () => {
    const made = await run({ from: "entered", arms: ["control"], minimumAtRisk: 3 });
    expect([...made.data.available]).toEqual([0, 0, 0, 0, 0]);
    expect(made.records).toContainEqual(expect.objectContaining({ kind: "warning", code: "too_few_at_risk" }));
  });

  it("the day of the event itself still counts: time is day + 1 and a risk set (entry, time]", async () => {
    // r:2 enters on day 30 and has the event on day 30, analysis time 31.
    const made = await run({ from: "entered", arms: both });
    expect(made.data.available[2]).toBe(1);
    const earlier = await delayEntry(
      { variant: "main", stage: "endpoints", population: "eligible", variable: "os" },
      survivalOf([50, 60, 30, 100, 70], [1, 1, 1, 1, 0]),
      { patients, entry: { from: "entered", arms: both }, store: source.store },
    );
    expect(earlier.data.available[2]).toBe(0);
  });
});
