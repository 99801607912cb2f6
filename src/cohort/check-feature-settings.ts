import { DataError } from "../errors.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { Covariate } from "../spec/covariate.js";
import type { Store } from "../store/store.js";
import { radiomicFeatureQuery } from "./radiomic-feature.sql.js";

const needed = ["discretisation", "resampling", "software"] as const;
type Setting = (typeof needed)[number];

/** How a feature was computed, over the rows of both arms. */
interface Settings {
  readonly lacking: Readonly<Record<Setting, number>>;
  /** Rows by what makes it another feature: discretisation and resampling. */
  readonly variants: ReadonlyMap<string, number>;
  readonly software: ReadonlySet<string>;
}

/** The radiomic features of one comparison and the software they were computed with, as `covariate: software` with more than one. */
export interface FeatureSettings {
  readonly mixedSoftware: readonly { readonly covariate: string; readonly software: readonly string[] }[];
}

/**
 * Refuses to pool radiomic features whose rows do not all say how they were computed, or were computed in different ways: under another discretisation or resampling
 * a feature of the same name is another quantity. Throws DataError with what is missing and in how many rows of eligible patients.
 * Source: Zwanenburg et al. 2020 (IBSI), Radiology 295:328, reporting guidelines.
 */
export async function checkFeatureSettings(
  covariates: Readonly<Record<string, Covariate>>,
  patients: PatientFrame,
  baselines: readonly Store[],
): Promise<FeatureSettings> {
  const eligible = new Set(patients.patientId);
  const mixedSoftware: { covariate: string; software: readonly string[] }[] = [];
  for (const [name, { from }] of Object.entries(covariates)) {
    if (from.kind !== "radiomic") continue;
    const settings = emptySettings();
    for (const baseline of new Set(baselines)) {
      const { sql, values } = radiomicFeatureQuery(from);
      const found = await baseline.query(sql, values);
      const ids = found.text("patient_id");
      const [discretisation, resampling, software] = needed.map((column) => found.text(column)) as [
        readonly (string | null)[],
        readonly (string | null)[],
        readonly (string | null)[],
      ];
      for (let k = 0; k < found.rowCount; k += 1) {
        if (!eligible.has(ids[k] ?? "")) continue;
        const row = { discretisation: discretisation[k], resampling: resampling[k], software: software[k] };
        for (const setting of needed) if ((row[setting] ?? "").trim() === "") settings.lacking[setting] += 1;
        const variant = `discretisation "${row.discretisation}", resampling "${row.resampling}"`;
        settings.variants.set(variant, (settings.variants.get(variant) ?? 0) + 1);
        settings.software.add(row.software ?? "");
      }
    }
    refuse(name, from.feature, settings);
    if (settings.software.size > 1) mixedSoftware.push({ covariate: name, software: [...settings.software].sort() });
  }
  return { mixedSoftware };
}

const emptySettings = () => ({
  lacking: { discretisation: 0, resampling: 0, software: 0 },
  variants: new Map<string, number>(),
  software: new Set<string>(),
});

function refuse(name: string, feature: string, { lacking, variants }: Settings): void {
  const missing = needed.filter((setting) => lacking[setting] > 0);
  if (missing.length > 0)
    throw new DataError(
      `radiomic feature ${feature} is pooled only where every row says how it was computed; ${missing.map((setting) => `${setting} is missing in ${lacking[setting]} rows`).join(", ")} of eligible patients: fill radiomic_feature in (none where a step was not taken) → covariates.${name}.from`,
    );
  if (variants.size > 1) {
    const seen = [...variants]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([variant, rows]) => `${variant} (${rows} rows)`);
    throw new DataError(
      `radiomic feature ${feature} is pooled only where it was computed in one way; the rows of eligible patients have ${variants.size}: ${seen.join("; ")}: compute it again under one of them → covariates.${name}.from`,
    );
  }
}
