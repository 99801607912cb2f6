import { lineLimit, withoutFurtherPatients } from "../results/disclosure/line-limit.js";
import { nameLines } from "../results/name-lines.js";
import type { ResultRecord } from "../results/records.js";
import { suppressSmallCells } from "../results/suppress-small-cells.js";
import { readDatasets } from "../source/datasets.js";
import type { Source } from "../source/open-source.js";
import { datasetsOf } from "../spec/cohort.js";
import type { Study } from "./open-study.js";

/** The records as they may be shown: small cells of real-world patients are suppressed. Everything that leaves the engine goes through here, once. */
export async function showRecords(
  { plan }: Study,
  source: Source,
  records: readonly ResultRecord[],
): Promise<ResultRecord[]> {
  const limit = lineLimit(records, plan.analysis.disclosure.smallCellLimit);
  const named = nameLines(records);
  if (limit === 0) return named;
  const trials = new Set(
    (await readDatasets(source.store)).flatMap(({ datasetId, kind }) => (kind === "trial" ? [datasetId] : [])),
  );
  const realWorld = new Set(
    [...plan.variants, ...plan.curves].flatMap(({ id, cohort }) =>
      (["trial", "control"] as const).flatMap((group) =>
        datasetsOf(cohort[group]).every((dataset) => trials.has(dataset)) ? [] : [`${id} ${group}`, `${id} null`],
      ),
    ),
  );
  return suppressSmallCells(withoutFurtherPatients(named), limit, (variant, group) =>
    realWorld.has(`${variant} ${group}`),
  );
}
