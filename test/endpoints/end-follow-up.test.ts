import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endFollowUp } from "../../src/endpoints/end-follow-up.js";
import type { SurvivalData } from "../../src/frame/outcome-data.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import { type Ends, endsSchema } from "../../src/spec/ends.js";
import { patientsIn, survivalOf } from "../support/outcome-frames.js";
import { writeRwid } from "../support/write-rwid.js";

let folder: string;
let source: Source;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-ends-"));
  const dataset = (dataset_id: string, time_basis: string) => ({ dataset_id, kind: "registry", time_basis, name: "D" });
  source = await openSource({
    folder: writeRwid(folder, {
      dataset: [dataset("care", "calendar"), dataset("days", "days_from_index")],
      patient: [
        { patient_id: "care:1", dataset_id: "care", birth_year: 1950, sex: "female", entered_on: "2020-01-01" },
      ],
    }),
  });
});
afterAll(() => {
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Three trial patients indexed on days 0, 5 and 20, two controls of the dataset that counts days. */
const patients = {
  ...patientsIn([1, 1, 1, 0, 0]),
  datasetId: ["care", "care", "care", "days", "days"],
  indexEpochDay: Int32Array.of(0, 5, 20, 0, 0),
};
const place = { variant: "main", stage: "endpoints", population: "eligible", variable: "os" } as const;
const end = (data: SurvivalData, ends: unknown) =>
  endFollowUp(place, data, { patients, ends: endsSchema.parse(ends) as Ends, store: source.store });

describe("follow-up that ends before the endpoint's own rule ends it", () => {
  const data = survivalOf([8, 8, 8, 10, 11], [1, 1, 0, 1, 1]);

  it("on a date: an event on that day counts, one after it is a censoring there, whoever comes later is left out", async () => {
    // 1970-01-08 is day 7: analysis time 8 of the first, 3 of the second, before the index of the third.
    const { data: cut, records } = await end(data, { trial: { on: "1970-01-08" } });
    expect([...cut.timeDays.subarray(0, 2)]).toEqual([8, 3]);
    expect([...cut.status.subarray(0, 2)]).toEqual([1, 0]);
    expect([...cut.available]).toEqual([1, 1, 0, 1, 1]);
    expect([...cut.timeDays.subarray(3)]).toEqual([10, 11]);
    expect(
      records.map((record) => record.kind === "statistic" && [record.group, record.statistic, record.value]),
    ).toEqual([["trial", "n_follow_up_cut", 1]]);
  });

  it("after some days in one arm, another number in the other", async () => {
    const { data: cut } = await end(data, { trial: { days: 4 }, control: { days: 10 } });
    expect([...cut.timeDays]).toEqual([4, 4, 4, 10, 10]);
    expect([...cut.status]).toEqual([0, 0, 0, 1, 0]);
  });

  it("opens an interval that reaches beyond it, from its left end, and is no censoring by new therapy any more", async () => {
    const interval = {
      left: Int32Array.of(2, 6, 8, 0, 0),
      clearLeft: Int32Array.of(2, 1, 8, 0, 0),
      right: Int32Array.of(8, 6, 0, 10, 3),
      rightCensored: Uint8Array.of(0, 0, 1, 0, 0),
    };
    const newTherapy = Uint8Array.of(0, 0, 1, 0, 0);
    const { data: cut } = await end({ ...data, interval, newTherapy }, { trial: { days: 5 }, control: { days: 5 } });
    expect(cut.interval).toEqual({
      left: Int32Array.of(2, 5, 5, 0, 0),
      clearLeft: Int32Array.of(2, 1, 5, 0, 0),
      right: Int32Array.of(0, 0, 0, 0, 3),
      rightCensored: Uint8Array.of(1, 1, 1, 1, 0),
    });
    expect([...cut.newTherapy!]).toEqual([0, 0, 0, 0, 0]);
  });

  it("leaves out who comes under observation only after it", async () => {
    const { data: cut } = await end({ ...data, entryDays: Int32Array.of(3, 4, 0, 0, 0) }, { trial: { days: 4 } });
    expect([...cut.available]).toEqual([1, 0, 1, 1, 1]);
  });

  it("is refused on a date where the dataset counts days, and where no arm is named", async () => {
    await expect(end(data, { control: { on: "2020-01-01" } })).rejects.toThrow(
      'a date needs a dataset with calendar dates; dataset "days" counts days from index: give { days } → endpoints.os.ends.control',
    );
    expect(endsSchema.safeParse({}).success).toBe(false);
    expect(endsSchema.safeParse({ trial: { on: "2020-13-01" } }).success).toBe(false);
  });
});
