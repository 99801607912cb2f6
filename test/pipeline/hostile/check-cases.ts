import { renderReport } from "../../../src/report/render-report.js";
import { selectStatistics } from "../../../src/results/select.js";
import { faultsOf, faultsOfPage } from "./faults-of.js";
import { drawCase, runCase } from "./run-case.js";

export interface CheckedCases {
  /** By seed, what is wrong with its results; an exception is one. */
  readonly faults: Readonly<Record<string, readonly string[]>>;
  /** Outcome statistics with a value, and with a reason in its place. */
  readonly estimated: number;
  readonly refused: number;
  readonly measures: ReadonlySet<string>;
}

/** Draws and runs the cases `from` to `to` − 1; the report of every `reportEvery`th is rendered. */
export async function checkCases(from: number, to: number, reportEvery: number): Promise<CheckedCases> {
  const faults: Record<string, readonly string[]> = {};
  const measures = new Set<string>();
  let [estimated, refused] = [0, 0];
  for (let seed = from; seed < to; seed += 1) {
    const drawn = drawCase(seed);
    for (const { measure } of Object.values(drawn.plan.analysis.estimates)) measures.add(measure);
    try {
      const smallCellLimit = seed % 3 === 0 ? 11 : 0;
      const results = await runCase(drawn, smallCellLimit);
      const found = faultsOf(drawn.plan, results, smallCellLimit > 0);
      for (const { status } of selectStatistics(results.records, { stage: "outcomes" })) {
        if (status === "ok") estimated += 1;
        else refused += 1;
      }
      if (seed % reportEvery === 0) {
        const files = await renderReport(results, { formats: ["html"] });
        found.push(...faultsOfPage(files.find(({ path }) => path === "report.html")?.content ?? ""));
      }
      if (found.length > 0) faults[nameOf(seed, drawn.study.faults)] = found;
    } catch (error) {
      faults[nameOf(seed, drawn.study.faults)] = [String(error instanceof Error ? error.stack : error)];
    }
  }
  return { faults, estimated, refused, measures };
}

const nameOf = (seed: number, faults: readonly string[]): string => `seed ${seed}: ${faults.join("; ")}`;
