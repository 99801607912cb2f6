import { stream } from "../../src/math/stream.js";
import type { Loose } from "./minimal-analysis.js";
import { type SmallTables, smallTables } from "./small-study.js";
import type { RwidRow } from "./write-rwid.js";

/** IBSI codes: volume, mean, skewness, joint entropy. */
export const featureCodes = ["RNU0", "Q4LE", "KE2A", "TU9B"] as const;
export const featureNames = ["volume", "mean", "skewness", "entropy"] as const;

/** What the trial arm's features differ by, on the scale of their noise. */
export const armDifference = 0.8;

/**
 * The small study with radiomic features: at baseline a large and a small target of each patient, measured on one of two scanners that both arms were scanned on
 * unequally. Scanner B adds 3 and spreads half again as wide; the trial arm differs by `armDifference`. Features of the small target and of the scan after index are
 * far off, so that whoever takes them by mistake shows.
 */
export function radiomicTables(): SmallTables {
  const tables = smallTables();
  const draw = stream(23, "radiomic-study");
  const scans = tables.imaging_study!.map((scan): RwidRow => {
    const onB = draw.uniform() < (String(scan.patient_id).startsWith("trial") ? 0.3 : 0.65);
    return { ...scan, manufacturer: "Maker", model: onB ? "B" : "A", site_id: "one" };
  });
  tables.imaging_study = scans;
  tables.lesion = [];
  tables.lesion_measurement = [];
  tables.radiomic_feature = [];
  for (const { study_uid, patient_id, performed_day, model } of scans) {
    const isBaseline = Number(performed_day) < 0;
    const trial = String(patient_id).startsWith("trial");
    for (const [lesion_id, diameter_mm] of [
      ["T1", 12],
      ["T2", 31],
    ] as const) {
      const key = { study_uid, reader_id: "r", lesion_id };
      if (isBaseline)
        tables.lesion.push({
          patient_id,
          reader_id: "r",
          lesion_id,
          role: "target",
          organ: "lung",
          is_lymph_node: false,
        });
      tables.lesion_measurement.push({ ...key, axis: "long", diameter_mm, state: "measured" });
      for (const [g, ibsi_code] of featureCodes.entries()) {
        const noise = draw.uniform() + draw.uniform() + draw.uniform() - 1.5;
        const shift = model === "B" ? 3 + g / 4 : 0;
        const value = 10 * (g + 1) + (trial ? armDifference : 0) + shift + 2 * noise * (model === "B" ? 1.5 : 1);
        tables.radiomic_feature.push({
          ...key,
          ibsi_code,
          filter: "none",
          value: isBaseline && lesion_id === "T2" ? value : 1000 + value,
          discretisation: "fixed bin size 25 HU",
          resampling: "1 mm, linear",
          software: "engine 3.1",
        });
      }
    }
  }
  return tables;
}

/** Adds the features as covariates, their harmonisation, and a design on them, to an analysis. */
export function withFeatures(analysis: Loose): void {
  const covariates = analysis.covariates as unknown as Record<string, unknown>;
  for (const [g, feature] of featureCodes.entries())
    covariates[featureNames[g]!] = {
      label: `Feature ${feature}`,
      type: "continuous",
      from: { kind: "radiomic", feature },
    };
  Object.assign(analysis, {
    harmonisation: {
      scanners: { label: "Scanners", method: "combat", covariates: [...featureNames], protect: ["age", "stage"] },
    },
  });
  const designs = analysis.designs as unknown as Record<string, unknown>;
  designs.textured = { method: "weighting", label: "Textured", propensity: { terms: ["age", "volume", "entropy"] } };
  const estimates = analysis.estimates as unknown as Record<string, unknown>;
  estimates.textured = {
    measure: "hazard-ratio",
    label: "With features",
    endpoint: "rfs",
    design: "textured",
    role: "exploratory",
  };
}
