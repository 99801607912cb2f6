import type { ResultRecord } from "../results/records.js";
import { resultsVersion } from "../results/records.js";
import { type ResultsFile, resultsFileSchema } from "../results/results-file.js";
import { describeCurve } from "../sensitivity/describe-curve.js";
import { contractVersion } from "../source/contract.js";
import type { Source } from "../source/open-source.js";
import { hashOf } from "../spec/hash.js";
import type { CurveVariant } from "../spec/plan.js";
import { describeDatasets } from "./describe-datasets.js";
import type { DataSeal } from "./lock-files.js";
import type { Study } from "./open-study.js";
import type { VariantDesign } from "./run-designs.js";
import type { VariantOutcomes } from "./run-outcomes.js";
import { showRecords } from "./show-records.js";
import { engineVersion } from "./version.js";

export interface ResultsInput {
  readonly study: Study;
  readonly source: Source;
  readonly seal: DataSeal;
  readonly lock: ResultsFile["lock"];
  readonly designs: readonly VariantDesign[];
  readonly outcomes: readonly VariantOutcomes[];
  /** Comparison and bias panel, of the main analysis. */
  readonly panel: readonly ResultRecord[];
}

/** Everything a report needs, as one value that depends on plan, data and engine version alone. Small cells are suppressed here, once. */
export async function assembleResults(input: ResultsInput): Promise<ResultsFile> {
  const { study, source, seal, lock, designs, outcomes, panel } = input;
  const { analysis } = study.plan;
  const records: ResultRecord[] = [await describeDatasets(source)];
  for (const design of designs) {
    records.push(
      ...design.cohort.records,
      ...design.eligible,
      ...design.designs.flatMap((carriedOut) => carriedOut.records),
    );
    records.push(...(outcomes.find((outcome) => outcome.variant === design.variant.id)?.records ?? []));
  }
  records.push(...panel);
  const shown = await showRecords(study, source, records);
  return resultsFileSchema.parse({
    resultsVersion,
    engine: { name: "scanarm", version: engineVersion },
    specVersion: analysis.specVersion,
    contractVersion,
    planHash: study.plan.hash,
    data: { fingerprint: hashOf(seal), tables: seal.tables },
    lock,
    plan: analysis,
    records: [...shown, ...describeCurves(study.plan.curves, shown)],
  });
}

/** What each curve comes to, of the records as they are shown. */
function describeCurves(curves: readonly CurveVariant[], shown: readonly ResultRecord[]): ResultRecord[] {
  const names = new Set(curves.map(({ curve }) => curve));
  return [...names].flatMap((name) =>
    describeCurve(
      curves.filter(({ curve }) => curve === name),
      shown,
    ),
  );
}

/** results.json as text: a record a line, so that two versions can be compared line by line. */
export function writeResults(results: ResultsFile): string {
  const { records, ...head } = results;
  const top = JSON.stringify(head, null, 2).replace(/\n}$/, "");
  return `${top},\n  "records": [\n${records.map((record) => `    ${JSON.stringify(record)}`).join(",\n")}\n  ]\n}\n`;
}
