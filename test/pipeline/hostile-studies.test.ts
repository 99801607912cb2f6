import { rmSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { DataError, GateError } from "../../src/errors.js";
import { analyse } from "../../src/pipeline/analyse.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { renderReport } from "../../src/report/render-report.js";
import type { ResultsFile } from "../../src/results/results-file.js";
import { selectStatistics } from "../../src/results/select.js";
import { measures } from "../../src/spec/measures.js";
import { lineTables, writeLineStudy } from "../support/line-study.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import type { SmallTables } from "../support/small-study.js";
import { faultsOf, faultsOfPage } from "./hostile/faults-of.js";

vi.setConfig({ testTimeout: 120_000 });
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;
const byScans = { by: "imaging", definition: "as scans show it" };
const byCharts = { by: "ehr", anchors: ["physician_note"], definition: "as charts have it" };

/** Estimates of every kind of endpoint on their day, between scans, under competition and of rates, compared with charts and bent by the bias panel. */
function askForAll(analysis: Loose): void {
  analysis.cohort!.control!.index!.which = set("first");
  const ttp = { kind: "time-to-progression", label: "TTP", ...byScans };
  Object.assign(analysis.endpoints!, {
    ttp,
    chartPfs: { kind: "progression-free-survival", label: "PFS in charts", ...byCharts },
    scanResponse: { kind: "response", label: "Response by scans", ...byScans, confirmed: false },
    ttr: { kind: "time-to-response", label: "Time to response", ...byCharts },
    dor: { kind: "duration-of-response", label: "Duration of response", ...byScans, confirmed: false },
  });
  const ask = (label: string, measure: string, endpoint: string, design: string, more: object = {}) => ({
    ...{ label, measure, endpoint, design, role: "exploratory" },
    ...more,
  });
  const subgroups = {
    ecog: { by: "ecog", minimum: 2 },
    age: { by: "age", cuts: [40, 60], minimum: 2, weights: "anew" },
  };
  Object.assign(analysis.estimates!, {
    between: ask("PFS between scans", "interval-hazard-ratio", "pfs", "weighted"),
    betweenWeibull: ask("PFS between scans, Weibull", "interval-hazard-ratio", "pfs", "crude", { model: "weibull" }),
    competing: ask("TTP under death", "subdistribution-hazard-ratio", "ttp", "weighted", { composite: "pfs" }),
    incidence: ask("TTP by day 150", "incidence-difference", "ttp", "crude", { composite: "pfs", timeDays: 150 }),
    scanRate: ask("Response by scans", "risk-ratio", "scanResponse", "weighted"),
    within: ask("OS within levels", "hazard-ratio", "os", "weighted", { subgroups }),
    late: ask("Mean to day 900", "rmst-difference", "os", "crude", { tauDays: 900 }),
    policy: ask("PFS", "hazard-ratio", "pfs", "weighted"),
    uncensored: ask("OS, censoring weighed", "hazard-ratio", "os", "weighted", {
      censoringWeights: { reasons: "all", terms: ["age"] },
    }),
  });
  analysis.comparison = set({
    progression: { label: "PFS", ehr: "chartPfs", imaging: "pfs", estimates: ["policy"], replicates: 20 },
  });
  analysis.bias = set({
    confounding: { method: "e-value", estimates: ["crude", "scanRate"] },
    hidden: { method: "unmeasured-confounder", estimates: ["crude"] },
    grid: { method: "scan-alignment", estimates: ["policy"] },
  });
}

/** Results and report of the study with damaged tables. */
async function analyseDamaged(
  damage: (tables: SmallTables) => void,
  change: (analysis: Loose) => void = () => undefined,
) {
  const tables = lineTables(1);
  damage(tables);
  const folder = writeLineStudy(tables, (analysis) => {
    askForAll(analysis);
    change(analysis);
  });
  folders.push(folder);
  const study = await openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });
  const results = await analyse(study, true);
  const files = await renderReport(results, { formats: ["html"] });
  const page = files.find(({ path }) => path === "report.html")?.content ?? "";
  return { results, faults: [...faultsOf(study.plan, results, false), ...faultsOfPage(page)] };
}

/** The patient of a row; a measurement names the scan, whose name begins with him. */
const patientOf = (row: Record<string, unknown>): string => String(row.patient_id ?? row.study_uid).split("/")[0]!;
const isTrial = (row: Record<string, unknown>) => patientOf(row).startsWith("trial:");
const keep = (tables: SmallTables, isKept: (row: Record<string, unknown>, table: string) => boolean): void => {
  for (const [table, rows] of Object.entries(tables)) {
    if (table === "dataset") continue;
    const kept = rows.filter((row) => isKept(row, table));
    if (kept.length > 0) tables[table] = kept;
    else delete tables[table];
  }
};

function reasonsOf({ plan, records }: ResultsFile): Record<string, string | null> {
  const { estimates } = plan as { estimates: Record<string, { measure: keyof typeof measures }> };
  return Object.fromEntries(
    Object.entries(estimates).map(([name, { measure }]) => {
      const query = { variant: "main", stage: "outcomes", variable: name, group: null, level: null } as const;
      const found = selectStatistics(records, { ...query, statistic: measures[measure].effect })[0];
      return [name, found === undefined ? "no record" : found.note];
    }),
  );
}

describe("a whole analysis, from tables to report, of a study that is not what was hoped for", () => {
  it("is sound with the tables as they are", async () => {
    const { results, faults } = await analyseDamaged(() => undefined);
    expect(faults).toEqual([]);
    const refused = Object.entries(reasonsOf(results)).filter(([, reason]) => reason !== null);
    expect(refused.map(([name]) => name)).toEqual(["late"]);
  });

  it.each<[string, (tables: SmallTables) => void, Readonly<Record<string, RegExp>>]>([
    [
      "nobody dies",
      ({ vital_status }) => {
        for (const row of vital_status!) Object.assign(row, { died_day: null });
      },
      { hr: /at least one event/, crude: /at least one event/ },
    ],
    [
      "every death on the day of index",
      (tables) => {
        keep(tables, (row) => Number(row.performed_day ?? 0) <= 0 && !/\/\d/.test(String(row.study_uid)));
        for (const row of tables.vital_status!) Object.assign(row, { died_day: 0, last_known_alive_day: 0 });
        for (const row of tables.ehr_assessment!) Object.assign(row, { assessed_day: 0 });
      },
      {},
    ],
    [
      "every scan is not evaluable",
      ({ lesion_measurement }) => {
        for (const row of lesion_measurement!) Object.assign(row, { diameter_mm: null, state: "not_evaluable" });
      },
      { scanRate: /./, competing: /at least one event/ },
    ],
    [
      "no scan after baseline",
      (tables) =>
        keep(tables, (row, table) =>
          table === "imaging_study"
            ? Number(row.performed_day) <= 0
            : table !== "lesion_measurement" || String(row.study_uid).endsWith("/-10"),
        ),
      { scanRate: /./, competing: /at least one event/ },
    ],
    [
      "no scan and no chart in the registry",
      (tables) =>
        keep(
          tables,
          (row, table) => isTrial(row) || !["imaging_study", "lesion_measurement", "ehr_assessment"].includes(table),
        ),
      { scanRate: /control arm has no patient/, rate: /control arm has no patient/ },
    ],
    ["a handful in each arm", (tables) => keep(tables, (row) => Number(patientOf(row).split(":")[1]) <= 12), {}],
  ])("%s", async (_, damage, expected) => {
    const { results, faults } = await analyseDamaged(damage);
    expect(faults).toEqual([]);
    expect(reasonsOf(results)).toMatchObject(
      Object.fromEntries(Object.entries(expected).map(([name, reason]) => [name, expect.stringMatching(reason)])),
    );
  });

  it.each<[string, (tables: SmallTables) => void, (analysis: Loose) => void, new (message: string) => Error, RegExp]>([
    [
      "no eligible trial patient",
      (tables) => keep(tables, (row) => !isTrial(row)),
      () => undefined,
      DataError,
      /trial/,
    ],
    ["no eligible control", (tables) => keep(tables, isTrial), () => undefined, DataError, /registry|control/],
    [
      "one patient in each arm",
      (tables) => keep(tables, (row) => /:1$/.test(patientOf(row))),
      () => undefined,
      GateError,
      /designs\.weighted cannot be carried out/,
    ],
    [
      "a covariate that everybody lacks",
      (tables) => keep(tables, (_, table) => table !== "observation"),
      (analysis) => {
        analysis.cohort!.control!.eligibility = set([]);
      },
      DataError,
      /covariate "ecog" has no value for any of the \d+ eligible patients/,
    ],
    [
      "a number that no model can take",
      ({ patient }) => {
        Object.assign(patient![0]!, { age_at_index: 1e31 });
      },
      () => undefined,
      DataError,
      /age/,
    ],
  ])("%s is refused with its reason", async (_, damage, change, kind, message) => {
    const run = analyseDamaged(damage, change);
    await expect(run).rejects.toBeInstanceOf(kind);
    await expect(run).rejects.toThrow(message);
  });
});
