import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileCriterion } from "../../src/cohort/criterion.sql.js";
import { deriveIndex } from "../../src/cohort/derive-index.js";
import { type Baseline, openBaseline } from "../../src/source/baseline-view.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import { type Criterion, criterionSchema } from "../../src/spec/criterion.js";
import { type RwidTables, writeRwid } from "../support/write-rwid.js";

/** Six patients with calendar dates; index is the start of the second line. e has no second line, f's is before an observation. */
const tables: RwidTables = {
  dataset: [{ dataset_id: "care", kind: "ehr_imaging", time_basis: "calendar", name: "Care" }],
  patient: ["a", "b", "c", "d", "e", "f"].map((id, i) => ({
    patient_id: `care:${id}`,
    dataset_id: "care",
    birth_year: 1950 + i,
    sex: i % 2 === 0 ? "female" : "male",
  })),
  therapy_line: [
    ...["a", "b", "c", "d", "e", "f"].map((id) => ({
      patient_id: `care:${id}`,
      line_number: 1,
      regimen: "platinum",
      started_on: "2020-01-10",
      setting: "metastatic",
    })),
    ...["a", "b", "c", "d", "f"].map((id) => ({
      patient_id: `care:${id}`,
      line_number: 2,
      regimen: "docetaxel",
      started_on: "2020-06-01",
      setting: "metastatic",
    })),
  ],
  observation: [
    { patient_id: "care:a", observation_id: "1", concept: "ecog", observed_on: "2020-05-20", value_num: 1 },
    { patient_id: "care:a", observation_id: "2", concept: "ecog", observed_on: "2020-06-20", value_num: 3 },
    { patient_id: "care:b", observation_id: "1", concept: "ecog", observed_on: "2020-05-01", value_num: 2 },
    { patient_id: "care:b", observation_id: "2", concept: "ecog", observed_on: "2020-05-30", value_num: 1 },
    { patient_id: "care:c", observation_id: "1", concept: "ecog", observed_on: "2019-01-01", value_num: 0 },
    { patient_id: "care:d", observation_id: "1", concept: "ecog", observed_on: "2020-06-01", value_num: 2 },
    { patient_id: "care:f", observation_id: "1", concept: "ecog", observed_on: "2020-06-02", value_num: 0 },
  ],
  diagnosis: [
    {
      patient_id: "care:a",
      diagnosis_id: "1",
      code_system: "ICD-10",
      code: "C34.1",
      diagnosed_on: "2019-12-01",
      stage: "IV",
      histology: "adenocarcinoma",
    },
    {
      patient_id: "care:b",
      diagnosis_id: "1",
      code_system: "ICD-10",
      code: "C34.9",
      diagnosed_on: "2019-12-01",
      stage: "III",
      histology: "squamous",
    },
    {
      patient_id: "care:c",
      diagnosis_id: "1",
      code_system: "ICD-10",
      code: "C50.1",
      diagnosed_on: "2019-12-01",
      stage: "IV",
      histology: "ductal",
    },
  ],
  imaging_study: [
    { study_uid: "s1", patient_id: "care:a", performed_on: "2020-05-04", modality: "CT" },
    { study_uid: "s2", patient_id: "care:b", performed_on: "2020-05-03", modality: "CT" },
    { study_uid: "s3", patient_id: "care:c", performed_on: "2020-06-01", modality: "MR" },
    { study_uid: "s4", patient_id: "care:d", performed_on: "2020-06-02", modality: "CT" },
  ],
  drug_exposure: [
    { patient_id: "care:b", exposure_id: "1", drug_code: "J1", drug_name: "nivolumab", started_on: "2020-02-01" },
  ],
};

let folder: string;
let source: Source;
let baseline: Baseline;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-criteria-"));
  source = await openSource({ folder: writeRwid(folder, tables) });
  const arm = {
    label: "Care",
    dataset: "care",
    index: { rule: "therapy-line", lineNumbers: [2], which: "first" },
    eligibility: [],
  } as const;
  baseline = await openBaseline(source, await deriveIndex(source.store, arm, "control"));
});
afterAll(() => {
  baseline.store.close();
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(criterion: Record<string, unknown>): Promise<Record<string, boolean>> {
  const parsed: Criterion = criterionSchema.parse({ label: "x", ...criterion });
  const { sql, values } = compileCriterion(parsed);
  const found = await baseline.store.query(sql, values);
  const passes = found.boolean("passes");
  return Object.fromEntries(
    found.text("patient_id").map((id, i) => [id?.replace("care:", ""), passes.values[i] === 1]),
  );
}

describe("an index by line of therapy", () => {
  it("leaves out who has no such line, and dates the others by its start", async () => {
    const arm = {
      label: "Care",
      dataset: "care",
      index: { rule: "therapy-line", lineNumbers: [2], which: "first" },
      eligibility: [],
    } as const;
    const index = await deriveIndex(source.store, arm, "control");
    expect(index.everyone).toHaveLength(6);
    expect(index.patientId).toEqual(["care:a", "care:b", "care:c", "care:d", "care:f"]);
    expect(index.indexOn.every((date) => date === "2020-06-01")).toBe(true);
    expect(index.epochDay[0]).toBe(18414);
  });

  it("by day zero is refused in a dataset with dates", async () => {
    const arm = { label: "Care", dataset: "care", index: { rule: "day-zero", meaning: "m" }, eligibility: [] } as const;
    await expect(deriveIndex(source.store, arm, "trial")).rejects.toThrow(
      /index rule day-zero needs a dataset that counts days from index; .* cohort\.trial\.index\.rule/,
    );
  });
});

describe("an arm of several datasets", () => {
  it("pools them, with each patient's own dataset", async () => {
    const two = mkdtempSync(join(tmpdir(), "scanarm-pooled-"));
    const dataset = (id: string) => ({ dataset_id: id, kind: "registry", time_basis: "calendar", name: id });
    const patient = (dataset_id: string, n: number) => ({
      patient_id: `${dataset_id}:${n}`,
      dataset_id,
      entered_on: `2020-0${n}-01`,
    });
    const tables = {
      dataset: [dataset("north"), dataset("south"), dataset("west")],
      patient: ["south", "north", "west"].flatMap((id) => [patient(id, 2), patient(id, 1)]),
    };
    const pooled = await openSource({ folder: writeRwid(two, tables) });
    const arm = { label: "Both", dataset: ["south", "north"], index: { rule: "entry" }, eligibility: [] } as const;
    const index = await deriveIndex(pooled.store, arm, "control");
    expect(index.patientId).toEqual(["north:1", "north:2", "south:1", "south:2"]);
    expect(index.datasetId).toEqual(["north", "north", "south", "south"]);
    await expect(deriveIndex(pooled.store, { ...arm, dataset: ["north", "east"] }, "control")).rejects.toThrow(
      'unknown dataset "east"; the data hold: north, south, west',
    );
    pooled.close();
    rmSync(two, { recursive: true });
  });
});

describe("criteria see the latest value at or before index and nothing after it", () => {
  it("observation, latest: a's 3 and f's 0 came after index; d's on the day itself counts", async () => {
    expect(await apply({ kind: "observation", concept: "ecog", is: { atMost: 1 } })).toEqual({
      a: true,
      b: true,
      c: true,
      d: false,
    });
  });

  it("observation within a window: c's is too old", async () => {
    expect(await apply({ kind: "observation", concept: "ecog", is: { atMost: 1 }, window: [-60, 0] })).toEqual({
      a: true,
      b: true,
      d: false,
    });
  });

  it("observation, with patients who have no record let in where the criterion says so", async () => {
    const criterion = {
      kind: "observation",
      concept: "ecog",
      is: { atMost: 1 },
      window: [-60, 0],
      undocumented: "include",
    };
    expect(await apply(criterion)).toEqual({ a: true, b: true, c: true, d: false, f: true });
  });

  it("observation, earliest and any", async () => {
    expect(await apply({ kind: "observation", concept: "ecog", is: { equals: 2 }, pick: "earliest" })).toMatchObject({
      b: true,
      a: false,
    });
    expect(await apply({ kind: "observation", concept: "ecog", is: { equals: 2 }, pick: "any" })).toEqual({
      a: false,
      b: true,
      c: false,
      d: true,
    });
  });

  it("age in years at index", async () => {
    expect(await apply({ kind: "age", is: { atLeast: 69, atMost: 70 } })).toEqual({
      a: true,
      b: true,
      c: false,
      d: false,
      f: false,
    });
  });

  it("a column of the patient", async () => {
    expect(await apply({ kind: "patient", column: "sex", is: { oneOf: ["female"] } })).toEqual({
      a: true,
      b: false,
      c: true,
      d: false,
      f: false,
    });
  });

  it("diagnosis by code and stage", async () => {
    expect(await apply({ kind: "diagnosis", codes: ["C34"], stages: ["IV"] })).toEqual({ a: true, b: false, c: false });
  });

  it("a scan at most 28 days before index: 28 days before counts, 29 do not, the day after does not", async () => {
    expect(await apply({ kind: "imaging" })).toEqual({ a: true, b: false, c: true, d: false, f: false });
    expect(await apply({ kind: "imaging", modalities: ["CT"] })).toMatchObject({ a: true, c: false });
  });

  it("an exposure that must, or must not, have been", async () => {
    expect(await apply({ kind: "drug-exposure", drugs: ["nivolumab"] })).toEqual({
      a: false,
      b: true,
      c: false,
      d: false,
      f: false,
    });
    expect(await apply({ kind: "drug-exposure", drugs: ["nivolumab", "J1"], present: false })).toMatchObject({
      a: true,
      b: false,
    });
  });

  it("a line of therapy starting on the day of index", async () => {
    expect(await apply({ kind: "therapy-line", regimens: ["docetaxel"] })).toEqual({
      a: true,
      b: true,
      c: true,
      d: true,
      f: true,
    });
    expect(await apply({ kind: "therapy-line", regimens: ["platinum"] })).toMatchObject({ a: false });
  });

  it("values that look like SQL are values", async () => {
    expect(
      await apply({ kind: "observation", concept: "ecog' or 1=1 --", is: { equals: "'; drop table x; --" } }),
    ).toEqual({});
  });
});

describe("the SQL of a criterion", () => {
  it("is one statement with its values apart", () => {
    const criterion = criterionSchema.parse({
      kind: "observation",
      label: "x",
      concept: "ecog",
      is: { atLeast: 0, below: 2 },
      window: [-30, 0],
    });
    expect(compileCriterion(criterion)).toMatchInlineSnapshot(`
      {
        "sql": "with recorded as (
        select
          patient_id,
          value_num,
          value_text,
          row_number() over (partition by patient_id order by observed_day desc, observation_id desc) as place
        from baseline.observation
        where concept = $1 and observed_day between $2 and $3
      )
      select
        patient_id,
        coalesce(value_num >= $4 and value_num < $5, false) as passes
      from recorded
      where place = 1
      order by patient_id",
        "values": [
          "ecog",
          -30,
          0,
          0,
          2,
        ],
      }
    `);
  });
});
