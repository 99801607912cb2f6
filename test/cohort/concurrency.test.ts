import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deriveCohort } from "../../src/cohort/derive-cohort.js";
import { deriveIndex } from "../../src/cohort/derive-index.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { openBaseline } from "../../src/source/baseline-view.js";
import { openSource } from "../../src/source/open-source.js";
import { cohortSchema } from "../../src/spec/cohort.js";
import { covariateSchema } from "../../src/spec/covariate.js";
import { criterionSchema } from "../../src/spec/criterion.js";
import { deriveCalendarOverlap } from "../../src/stats/calendar-overlap.js";
import { writeRwid } from "../support/write-rwid.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Row = readonly [id: string, on: string, region: string | null, site: string | null];
const trial: Row[] = [
  ["a", "2019-03-01", "Europe", "1"],
  ["b", "2020-06-01", "Europe", "2"],
  ["c", "2021-03-01", "Asia", "3"],
  ["d", "2020-07-01", null, "3"],
];
const care: Row[] = [
  ["e", "2020-01-01", "Europe", null],
  ["f", "2020-12-31", "America", null],
];

/** The cohort of a trial and a registry, both on the calendar. */
async function derive({ later = 0, years = {} }: { later?: number; years?: object } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-concurrency-"));
  folders.push(folder);
  const of = (dataset_id: string, rows: readonly Row[], shift: number) =>
    rows.map(([id, on, region, site_id]) => ({
      ...{ patient_id: `${dataset_id}:${id}`, dataset_id, region, site_id, birth_year: 1960, sex: "female" },
      entered_on: `${Number(on.slice(0, 4)) + shift}${on.slice(4)}`,
    }));
  const source = await openSource({
    folder: writeRwid(folder, {
      dataset: ["trial", "care"].map((dataset_id) => ({
        ...{ dataset_id, kind: dataset_id === "trial" ? "trial" : "registry", time_basis: "calendar" },
        name: dataset_id,
      })),
      patient: [...of("trial", trial, 0), ...of("care", care, later)],
    }),
  });
  const arm = (dataset: string) => ({ label: dataset, dataset, index: { rule: "entry" } });
  const criterion = criterionSchema.parse({ kind: "index-year", label: "Years", is: { atLeast: 1900, ...years } });
  const cohort = cohortSchema.parse({ trial: arm("trial"), control: arm("care"), eligibility: [criterion] });
  const index = {
    trial: await deriveIndex(source.store, cohort.trial, "trial"),
    control: await deriveIndex(source.store, cohort.control, "control"),
  };
  const [own, other] = [await openBaseline(source, index.trial), await openBaseline(source, index.control)];
  try {
    return await deriveCohort({
      ...{ variant: "main", cohort, harmonisation: {}, index, full: source.store },
      covariates: {
        year: covariateSchema.parse({ label: "Year", type: "continuous", from: { kind: "index-year" } }),
      },
      baseline: { trial: own.store, control: other.store },
    });
  } finally {
    for (const store of [own.store, other.store, source]) store.close();
  }
}

const value = (
  records: readonly ResultRecord[],
  what: string,
  statistic: string,
  group: "trial" | "control" | null = null,
  level: string | null = null,
) => selectStatistic(records, { variable: `concurrency.${what}`, statistic, group, level }).value;

describe("whether the arms share calendar time and place", () => {
  it("tells years, overlap, and trial patients indexed when nobody of the control arm was", async () => {
    const { records } = await derive();
    expect(value(records, "calendar", "index_year_first", "trial")).toBe(2019);
    expect(value(records, "calendar", "index_year_last", "control")).toBe(2020);
    // 2020-01-01 to 2020-12-31.
    expect(value(records, "calendar", "calendar_overlap")).toBe(365 / 365.25);
    expect(value(records, "calendar", "n", "trial", "without controls")).toBe(2);
    expect(value(records, "calendar", "n", "trial", "with controls")).toBe(2);
    expect(records.some((record) => record.kind === "warning" && record.code === "no_calendar_overlap")).toBe(false);
  });

  it("names regions of one arm alone, counts sites, and trial patients there", async () => {
    const { records } = await derive();
    const listing = records.find((record) => record.kind === "listing" && record.listing === "regions");
    expect(listing?.kind === "listing" && listing.rows).toEqual([
      ["America", false, true],
      ["Asia", true, false],
      ["Europe", true, true],
    ]);
    expect(value(records, "region", "places_shared")).toBe(1);
    expect(value(records, "region", "n", "trial", "without controls")).toBe(1);
    expect(value(records, "region", "n", "trial", "not recorded")).toBe(1);
    expect(value(records, "site_id", "places", "trial")).toBe(3);
    expect(value(records, "site_id", "places", "control")).toBe(0);
    expect(value(records, "site_id", "n", "trial", "without controls")).toBe(4);
  });

  it("warns where the periods do not meet", async () => {
    const { records } = await derive({ later: 5 });
    expect(value(records, "calendar", "calendar_overlap")).toBe(0);
    expect(records.filter((record) => record.kind === "warning").map(({ code }) => code)).toContain(
      "no_calendar_overlap",
    );
  });

  it("year of index is a covariate, and a criterion that restricts both arms", async () => {
    const whole = await derive();
    expect([...whole.covariates.columns[0]!.value]).toEqual([2020, 2020, 2019, 2020, 2021, 2020]);
    const { patients } = await derive({ years: { atLeast: 2020, atMost: 2020 } });
    expect(patients.patientId).toEqual(["care:e", "care:f", "trial:b", "trial:d"]);
  });
});

describe("the overlap of two calendar periods", () => {
  it("is the same for any order of the rows, and none of an empty arm", () => {
    const days = Int32Array.of(10, 40, 20, 90);
    expect(deriveCalendarOverlap(days, Uint8Array.of(1, 1, 0, 0))).toEqual({
      trial: { first: 10, last: 40 },
      control: { first: 20, last: 90 },
      overlapDays: 20,
    });
    expect(deriveCalendarOverlap(days.slice().reverse(), Uint8Array.of(0, 0, 1, 1))?.overlapDays).toBe(20);
    expect(deriveCalendarOverlap(days, new Uint8Array(4))).toBeNull();
  });
});
