import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adam } from "../../src/pipeline/adam.js";
import { type AdamTable, renderAdamCsv } from "../../src/pipeline/adam-table.js";
import { deriveAdamTables } from "../../src/pipeline/adam-tables.js";
import { prepareDesigns } from "../../src/pipeline/analyse.js";
import type { CommandInput } from "../../src/pipeline/command.js";
import { openStudy } from "../../src/pipeline/open-study.js";
import { readResults } from "../../src/pipeline/read-results.js";
import { runOutcomes } from "../../src/pipeline/run-outcomes.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import type { PlanVariant } from "../../src/spec/plan.js";
import { fitCox } from "../../src/stats/cox.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";
import { estimateSurvivalQuantile } from "../../src/stats/survival-quantile.js";
import { openStore } from "../../src/store/open-store.js";
import { quoteText } from "../../src/store/quote-text.js";
import { quietEffects } from "../support/quiet-effects.js";
import { relativeError } from "../support/relative-error.js";

const root = resolve(import.meta.dirname, "../..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scanarm-adam-"));
  cpSync(join(root, "data-samples"), join(folder, "data-samples"), { recursive: true });
  cpSync(join(root, "analyses"), join(folder, "analyses"), {
    recursive: true,
    filter: (path) => !path.includes("ledger") && !path.endsWith("lock"),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = (analysis: string) => openStudy({ analysis, cwd: folder, effects: quietEffects() });

type Rows = readonly Readonly<Record<string, string>>[];

/** The rows of a CSV text by column name; a quoted field may hold commas and doubled quotes. */
function readCsv(text: string): Rows {
  const [head = [], ...lines] = text
    .split("\r\n")
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .map(([, field = ""]) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field))
        .slice(0, line.endsWith(",") ? undefined : -1),
    );
  return lines.map((fields) => Object.fromEntries(head.map((name, k) => [name, fields[k] ?? ""])));
}

/** Curves and Cox models of every hazard ratio, made from the rows of ADTTE and nothing else, against the records; how many were held. */
function holdAgainstRecords(adtte: Rows, variant: PlanVariant, records: readonly ResultRecord[]): number {
  const designs = Object.keys(variant.designs);
  let held = 0;
  for (const [name, estimate] of Object.entries(variant.estimates)) {
    const place = { variant: "main", variable: name, population: estimate.design };
    if (estimate.measure !== "hazard-ratio") continue;
    if (selectStatistic(records, { ...place, statistic: "hazard_ratio" }).value === null) continue;
    const number = String(designs.indexOf(estimate.design) + 1).padStart(2, "0");
    const { label } = variant.endpoints[estimate.endpoint]!;
    const rows = adtte
      .filter((row) => row.PARAM === label && row.ANL01FL === "Y" && Number(row[`WT${number}`]) > 0)
      .sort((a, b) => Number(a.AVAL) - Number(b.AVAL));
    const columns = {
      time: Int32Array.from(rows, (row) => Number(row.AVAL)),
      status: Uint8Array.from(rows, (row) => (row.CNSR === "0" ? 1 : 0)),
      weight: Float64Array.from(rows, (row) => Number(row[`WT${number}`])),
    };
    const isSet = rows[0]![`SET${number}`] !== undefined;
    const fit = fitCox({
      ...columns,
      X: Float64Array.from(rows, (row) => Number(row.TRTPN)),
      p: 1,
      names: ["arm"],
      ties: "efron",
      robust: variant.designs[estimate.design]!.method !== "unadjusted",
      ...(isSet ? { cluster: Int32Array.from(rows, (row) => Number(row[`SET${number}`])) } : {}),
    });
    const se = Math.sqrt((fit.robustCovariance ?? fit.covariance)[0]!);
    const expected = ["log_hazard_ratio", "log_hazard_ratio_se"].map(
      (statistic) => selectStatistic(records, { ...place, statistic }).value!,
    );
    expect(relativeError([fit.beta[0]!, se], expected), name).toBeLessThan(1e-8);
    for (const [group, side] of [
      ["trial", "1"],
      ["control", "0"],
    ] as const) {
      const mine = [...rows.keys()].filter((i) => rows[i]!.TRTPN === side);
      const curve = estimateKaplanMeier({
        time: Int32Array.from(mine, (i) => columns.time[i]!),
        status: Uint8Array.from(mine, (i) => columns.status[i]!),
        weight: Float64Array.from(mine, (i) => columns.weight[i]!),
      });
      const median = selectStatistic(records, { ...place, group, statistic: "median" }).value;
      expect(estimateSurvivalQuantile(curve, 0.5).estimate, `${name}, ${group}`).toBe(median);
    }
    held += 1;
  }
  return held;
}

const csvOf = (tables: readonly AdamTable[], id: string): Rows =>
  readCsv(renderAdamCsv(tables.find((table) => table.id === id)!));

describe("adam", { timeout: 120_000 }, () => {
  const input = (analysis: string) =>
    ({
      effects: quietEffects(),
      cwd: folder,
      pid: 1,
      tempDirectory: null,
      host: {},
      target: analysis,
      out: null,
      reason: null,
      asOf: null,
    }) satisfies CommandInput;

  it("refuses an analysis that is not locked, and leaves nothing", async () => {
    await expect(adam(input("analyses/breast-hormone"))).rejects.toThrow(/lock/);
    expect(readdirSync(folder).sort()).toEqual(["analyses", "data-samples"]);
  });

  it("writes four tables in two forms, from which curves and Cox models come out as in results.json", async () => {
    const study = await open("analyses/breast-hormone");
    const lock = "analyses/breast-hormone/lock";
    cpSync(join(root, lock), join(folder, lock), { recursive: true });
    const { records } = readResults(join(root, "reports/breast-hormone/results.json"));
    await adam(input("analyses/breast-hormone"));
    const out = join(folder, "reports", "breast-hormone-adam");
    const tables = ["adrs", "adsl", "adtr", "adtte"];
    expect(readdirSync(out).sort()).toEqual(
      [...tables.flatMap((id) => [`${id}.csv`, `${id}.parquet`]), "run.json", "variables.csv"].sort(),
    );
    const adtte = readCsv(readFileSync(join(out, "adtte.csv"), "utf8"));
    expect(holdAgainstRecords(adtte, study.plan.variants[0]!, records)).toBe(3);
    const adsl = readCsv(readFileSync(join(out, "adsl.csv"), "utf8"));
    expect(adsl.length).toBe(1453);
    expect(new Set(adsl.map((row) => row.USUBJID)).size).toBe(adsl.length);
    const variables = readCsv(readFileSync(join(out, "variables.csv"), "utf8"));
    expect(variables.filter((row) => row.dataset === "ADSL").map((row) => row.variable)).toEqual(Object.keys(adsl[0]!));
    const store = await openStore();
    const found = await store.query(
      `select count(*) as n, sum(AVAL) as days, sum(CNSR) as censored from ${quoteText(join(out, "adtte.parquet"))}`,
    );
    store.close();
    const total = (name: string): number => adtte.reduce((sum, row) => sum + Number(row[name]), 0);
    const parquet = ["n", "days", "censored"].map((name) => found.float64(name).values[0]);
    expect(parquet).toEqual([adtte.length, total("AVAL"), total("CNSR")]);
  });

  it("carries endpoints derived from scans with what ended them, and the responses that the rates count", async () => {
    const study = await open("analyses/nsclc-imaging");
    const { source, designs } = await prepareDesigns(study);
    try {
      const main = designs[0]!;
      const { records } = (await runOutcomes(study, [main], source))[0]!;
      const tables = await deriveAdamTables(main, source, () => undefined);
      const adtte = csvOf(tables, "adtte");
      expect(holdAgainstRecords(adtte, main.variant, records)).toBeGreaterThanOrEqual(5);
      for (const row of adtte) expect(row.EVNTDESC !== "" && row.SRCDOM !== "" && Number(row.AVAL) > 0).toBe(true);
      const [name, estimate] = Object.entries(main.variant.estimates).find(
        ([, each]) => main.variant.endpoints[each.endpoint]!.kind === "response",
      )!;
      const { label } = main.variant.endpoints[estimate.endpoint]!;
      const number = String(Object.keys(main.variant.designs).indexOf(estimate.design) + 1).padStart(2, "0");
      const counted = csvOf(tables, "adrs").filter(
        (row) => row.PARAM === label && row.ANL01FL === "Y" && row.TRTPN === "1" && Number(row[`WT${number}`]) > 0,
      );
      const wanted = (statistic: string): number =>
        selectStatistic(records, { variant: "main", variable: name, group: "trial", statistic }).value!;
      expect([counted.length, counted.filter((row) => row.AVALC === "Y").length]).toEqual([
        wanted("n"),
        wanted("responders"),
      ]);
      const patients = new Set(csvOf(tables, "adsl").map((row) => row.USUBJID));
      for (const id of ["adrs", "adtte", "adtr"])
        for (const row of csvOf(tables, id)) expect(patients.has(row.USUBJID!)).toBe(true);
      expect(csvOf(tables, "adtr").length).toBeGreaterThan(1000);
    } finally {
      source.close();
    }
  });
});
