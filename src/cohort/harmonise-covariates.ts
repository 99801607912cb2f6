import { EstimationError } from "../errors.js";
import type { CovariateColumn, CovariateMatrix } from "../frame/covariate-matrix.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import { takeCovariates } from "../frame/take-rows.js";
import { makeWarning, type Place } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Covariate } from "../spec/covariate.js";
import type { Harmonisation } from "../spec/harmonisation.js";
import { buildModelMatrix } from "../stats/build-model-matrix.js";
import { fitCombat } from "../stats/combat.js";
import type { Store } from "../store/store.js";
import { describeBatches } from "./describe-batches.js";
import { describeHarmonised, type HarmonisedFeature } from "./describe-harmonised.js";
import { readBatches, type ScanBatches } from "./read-batches.js";

export interface HarmoniseInput {
  readonly variant: string;
  readonly harmonisations: Readonly<Record<string, Harmonisation>>;
  readonly specs: Readonly<Record<string, Covariate>>;
  readonly patients: PatientFrame;
  readonly covariates: CovariateMatrix;
  readonly baselines: readonly Store[];
}

export interface Harmonised {
  readonly covariates: CovariateMatrix;
  readonly records: readonly ResultRecord[];
}

/**
 * The covariates with their radiomic features harmonised across batches, and records of how far features depended on the batch, and differed between the arms, before and
 * after. The arm is always among what is protected; no outcome is seen. A harmonisation that is not estimable is a result: its covariates are marked with the reason, and
 * no model takes them.
 */
export async function harmoniseCovariates(input: HarmoniseInput): Promise<Harmonised> {
  let { covariates } = input;
  const records: ResultRecord[] = [];
  for (const [name, harmonisation] of Object.entries(input.harmonisations)) {
    const place: Place = { variant: input.variant, stage: "cohort", population: "eligible", variable: name };
    try {
      const batches = await readBatches(harmonisation, input.specs, input.patients, input.baselines);
      const made = harmonise(harmonisation, input.patients, input.covariates, batches);
      records.push(...describeBatches(place, batches, input.patients));
      records.push(...describeHarmonised(place, made.features));
      covariates = replaceColumns(covariates, made.columns);
    } catch (error) {
      if (!(error instanceof EstimationError)) throw error;
      const reason = `harmonisation "${name}" is not estimable: ${error.message}`;
      records.push(makeWarning(place, "harmonisation_failed", reason));
      const marked = input.covariates.columns
        .filter((column) => harmonisation.covariates.includes(column.name))
        .map((column) => ({ ...column, unusable: reason }));
      covariates = replaceColumns(covariates, marked);
    }
  }
  return { covariates, records };
}

function harmonise(
  { covariates: names, protect, adjust }: Harmonisation,
  patients: PatientFrame,
  covariates: CovariateMatrix,
  { batchOf, batchNames }: ScanBatches,
): { readonly columns: readonly CovariateColumn[]; readonly features: readonly HarmonisedFeature[] } {
  const rows = Int32Array.from(Array.from(batchOf.keys()).filter((row) => batchOf[row]! >= 0));
  const taken = takeCovariates(covariates, rows);
  const batch = Int32Array.from(rows, (row) => batchOf[row]!);
  const treated = Uint8Array.from(rows, (row) => patients.trial[row]!);
  const kept = buildModelMatrix(taken, protect, { intercept: false, missing: "refuse" });
  const X = Float64Array.from([...treated, ...kept.X]);
  const columnNames = ["arm", ...kept.names];
  const columns = names.map((name) => taken.columns.find((column) => column.name === name)!);
  const features = columns.map(({ value }) => value);
  const missing = columns.map((column) => column.missing);
  const { adjusted } = fitCombat({ features, missing, featureNames: names, batch, batchNames, X, columnNames, adjust });
  const all = names.map((name) => covariates.columns.find((column) => column.name === name)!);
  return {
    columns: all.map((column, g) => {
      const value = new Float64Array(column.value.length);
      for (const [k, row] of rows.entries()) value[row] = adjusted[g]![k]!;
      return { ...column, value };
    }),
    features: columns.map((column, g) => {
      const known = Int32Array.from(Array.from(rows.keys()).filter((k) => column.missing[k] === 0));
      const n = rows.length;
      return {
        name: column.name,
        before: Float64Array.from(known, (k) => column.value[k]!),
        after: Float64Array.from(known, (k) => adjusted[g]![k]!),
        batch: Int32Array.from(known, (k) => batch[k]!),
        batchNames,
        treated: Uint8Array.from(known, (k) => treated[k]!),
        X: Float64Array.from(columnNames.flatMap((_, j) => Array.from(known, (k) => X[j * n + k]!))),
        columnNames,
      };
    }),
  };
}

function replaceColumns(covariates: CovariateMatrix, columns: readonly CovariateColumn[]): CovariateMatrix {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return { ...covariates, columns: covariates.columns.map((column) => byName.get(column.name) ?? column) };
}
