import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { CohortResult } from "../../src/cohort/derive-cohort.js";
import { runDesign } from "../../src/design/run-design.js";
import { DataError } from "../../src/errors.js";
import { deriveCohorts } from "../../src/pipeline/derive-cohorts.js";
import { openStudy, openStudySource } from "../../src/pipeline/open-study.js";
import { selectStatistic } from "../../src/results/select.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { armDifference, featureNames, radiomicTables, withFeatures } from "../support/radiomic-study.js";
import { type SmallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

/** The main cohort of the radiomic study, its tables and analysis changed. */
async function cohortOf(
  damage: (tables: SmallTables) => void = () => undefined,
  change: (analysis: Loose) => void = () => undefined,
): Promise<CohortResult & { readonly runTextured: () => ReturnType<typeof runDesign> }> {
  const tables = radiomicTables();
  damage(tables);
  const folder = writeSmallStudy(tables, (analysis) => {
    withFeatures(analysis);
    change(analysis);
  });
  folders.push(folder);
  const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
  const source = await openStudySource(study);
  try {
    const [main] = await deriveCohorts(study, source);
    const { cohort, variant } = main!;
    return {
      ...cohort,
      runTextured: () =>
        runDesign("main", "textured", variant.designs.textured!, cohort.patients, cohort.covariates, 1),
    };
  } finally {
    source.close();
  }
}

const columnOf = (cohort: CohortResult, name: string) =>
  cohort.covariates.columns.find((column) => column.name === name)!;
const statistic = (cohort: CohortResult, variable: string, name: string, level: string) =>
  selectStatistic(cohort.records, { variant: "main", population: "eligible", variable, statistic: name, level })?.value;
const warnings = (cohort: CohortResult) =>
  cohort.records.flatMap((record) => (record.kind === "warning" ? [`${record.code}: ${record.message}`] : []));

/** Changes the baseline scans of patients of an arm. */
const onScans = (tables: SmallTables, arm: string, change: Record<string, string | null>) => {
  tables.imaging_study = tables.imaging_study!.map((scan) =>
    String(scan.patient_id).startsWith(arm) ? { ...scan, ...change } : scan,
  );
};

describe("radiomic covariates", () => {
  it("are those of the largest target on the latest scan at or before index", async () => {
    const cohort = await cohortOf(undefined, (analysis) => delete (analysis as Record<string, unknown>).harmonisation);
    const volume = columnOf(cohort, "volume");
    expect(volume.missing.every((missing) => missing === 0)).toBe(true);
    // The smaller target and the scan after index stand near 1000.
    expect(Math.max(...volume.value)).toBeLessThan(100);
  });

  it("take the reader they are told to, and are missing where that reader has none", async () => {
    const cohort = await cohortOf(
      (tables) => {
        const mine = (row: Record<string, unknown>) => String(row.study_uid ?? row.patient_id).startsWith("trial");
        for (const name of ["lesion", "lesion_measurement", "radiomic_feature"])
          tables[name] = tables[name]!.flatMap((row) => (mine(row) ? [row, { ...row, reader_id: "z" }] : [row]));
      },
      (analysis) => {
        delete (analysis as Record<string, unknown>).harmonisation;
        analysis.covariates!.volume!.from!.reader = set("z");
      },
    );
    expect([...columnOf(cohort, "volume").missing]).toEqual([...cohort.patients.trial].map((trial) => 1 - trial));
  });

  it.each([
    ["discretisation", null, /discretisation is missing in 40 rows of eligible patients/],
    ["resampling", null, /resampling is missing in 40 rows/],
    ["software", " ", /software is missing in 40 rows/],
  ])("are refused for pooling where %s is not said, with the number of rows", async (column, value, message) => {
    const damage = (tables: SmallTables) => {
      tables.radiomic_feature = tables.radiomic_feature!.map((row) =>
        String(row.study_uid).startsWith("trial") ? { ...row, [column]: value } : row,
      );
    };
    const refused = cohortOf(damage);
    await expect(refused).rejects.toThrow(DataError);
    await expect(cohortOf(damage)).rejects.toThrow(message);
  });

  it("are refused where the arms computed them in different ways", async () => {
    const refused = cohortOf((tables) => {
      tables.radiomic_feature = tables.radiomic_feature!.map((row) =>
        String(row.study_uid).startsWith("trial") ? { ...row, discretisation: "32 bins" } : row,
      );
    });
    await expect(refused).rejects.toThrow(
      'radiomic feature RNU0 is pooled only where it was computed in one way; the rows of eligible patients have 2: discretisation "32 bins", resampling "1 mm, linear" (40 rows); discretisation "fixed bin size 25 HU", resampling "1 mm, linear" (80 rows): compute it again under one of them → covariates.volume.from',
    );
  });

  it("computed with two versions of software are pooled with a warning", async () => {
    const cohort = await cohortOf((tables) => {
      tables.radiomic_feature = tables.radiomic_feature!.map((row) =>
        String(row.study_uid).startsWith("trial") ? { ...row, software: "engine 3.0" } : row,
      );
    });
    expect(warnings(cohort)).toEqual(
      featureNames.map(
        () =>
          "feature_software_differs: the radiomic feature was computed with 2 kinds or versions of software: engine 3.0; engine 3.1",
      ),
    );
  });
});

describe("harmonisation across scanners", () => {
  it("removes the scanners' effect, keeps the arms' difference, and shows both before and after", async () => {
    const cohort = await cohortOf();
    expect(warnings(cohort)).toEqual([]);
    for (const name of featureNames) {
      expect(statistic(cohort, name, "batch_eta_squared", "before")).toBeGreaterThan(0.4);
      expect(statistic(cohort, name, "batch_eta_squared", "after")).toBeLessThan(0.02);
      expect(statistic(cohort, name, "batch_p", "before")).toBeLessThan(1e-8);
      // The scanner that most controls were on adds 3, against the arms' difference of 0.8: before, the sign is wrong.
      expect(statistic(cohort, name, "feature_smd", "before")).toBeLessThan(0);
      expect(statistic(cohort, name, "feature_smd", "after")).toBeGreaterThan(0.2);
    }
    const difference = (values: Float64Array) => {
      const mean = (side: number) => {
        const mine = [...values].filter((_, i) => cohort.patients.trial[i] === side);
        return mine.reduce((a, b) => a + b, 0) / mine.length;
      };
      return mean(1) - mean(0);
    };
    const kept = featureNames.map((name) => difference(columnOf(cohort, name).value));
    // The mean of four differences, each with a standard error of about 0.25.
    expect(Math.abs(kept.reduce((a, b) => a + b, 0) / 4 - armDifference)).toBeLessThan(0.3);
    expect(selectStatistic(cohort.records, { variable: "scanners", statistic: "n_batches" })?.value).toBe(2);
  });

  it("leaves other covariates and the values as collected alone, and is carried to the design", async () => {
    const cohort = await cohortOf();
    const collected = cohort.collected.columns;
    for (const [k, column] of cohort.covariates.columns.entries()) {
      const isFeature = (featureNames as readonly string[]).includes(column.name);
      expect(
        column.value.every((value, i) => value === collected[k]!.value[i]),
        column.name,
      ).toBe(!isFeature);
    }
    expect(cohort.runTextured().weights).not.toBeNull();
  });

  it("is not estimable where every scanner belongs to one arm: said with its reason, and no design takes the features", async () => {
    const cohort = await cohortOf((tables) => {
      onScans(tables, "trial", { model: "A" });
      onScans(tables, "registry", { model: "B" });
    });
    const reason =
      'harmonisation "scanners" is not estimable: batch and arm are confounded: none of the 2 batches has patients of both arms (1 of the trial, 1 of the control)';
    expect(warnings(cohort)).toEqual([expect.stringContaining(`harmonisation_failed: ${reason}`)]);
    const design = cohort.runTextured();
    expect(design.weights).toBeNull();
    expect(design.failure).toContain(reason);
  });

  it("says that a scanner is in one arm only, and that batches are small", async () => {
    const cohort = await cohortOf((tables) => {
      let moved = 0;
      tables.imaging_study = tables.imaging_study!.map((scan) =>
        String(scan.patient_id).startsWith("registry") && Number(scan.performed_day) < 0 && moved++ < 10
          ? { ...scan, model: "C" }
          : scan,
      );
    });
    expect(warnings(cohort)).toEqual([
      expect.stringMatching(/^batches_in_one_arm: 1 of 3 batches hold patients of one arm only/),
      expect.stringMatching(/^small_batches: 1 of 3 batches hold fewer than 20 patients/),
    ]);
    expect(cohort.runTextured().weights).not.toBeNull();
  });

  it("is not estimable where a scan does not say its scanner, or a protected covariate is missing", async () => {
    const nameless = await cohortOf((tables) => onScans(tables, "trial", { manufacturer: null }));
    expect(warnings(nameless)[0]).toContain(
      "each scan with a feature needs imaging_study.manufacturer and imaging_study.model; missing for 40 patients",
    );
    const ageless = await cohortOf((tables) => {
      tables.patient = tables.patient!.map((row, k) => (k === 3 ? { ...row, age_at_index: null } : row));
    });
    expect(warnings(ageless)[0]).toMatch(/a model needs every term of every patient; missing: age \(1 patients\)/);
  });

  it("keeps a missing feature missing", async () => {
    const cohort = await cohortOf((tables) => {
      tables.radiomic_feature = tables.radiomic_feature!.filter(
        (row) => !(row.study_uid === "trial:7-1" && row.ibsi_code === "TU9B"),
      );
    });
    const row = cohort.patients.patientId.indexOf("trial:7");
    expect(featureNames.map((name) => columnOf(cohort, name).missing[row])).toEqual([0, 0, 0, 1]);
    expect(columnOf(cohort, "entropy").missing.reduce((a, b) => a + b, 0)).toBe(1);
  });
});
