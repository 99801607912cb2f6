import { describe, expect, it } from "vitest";
import { asFiles, type FileContents, ingestFiles, tablesOf } from "../support/ingest-files.js";
import { sdtmConfig, sdtmTrial } from "../support/sdtm-trial.js";

async function load(files: FileContents): Promise<Record<string, string>> {
  const loaded = await ingestFiles(files, sdtmConfig);
  const tables = await tablesOf(loaded);
  loaded.close();
  return tables;
}

describe("one trial in several formats", () => {
  it("gives the same tables from CSV, SAS transport files and Dataset-JSON", async () => {
    const csv = await load(asFiles.csv(sdtmTrial));
    expect(Object.keys(csv)).toEqual([
      "dataset",
      "drug_exposure",
      "imaging_study",
      "lesion",
      "lesion_measurement",
      "patient",
      "reader_assessment",
      "therapy_line",
      "vital_status",
    ]);
    expect(await load(asFiles.xpt(sdtmTrial))).toEqual(csv);
    expect(await load(asFiles.json(sdtmTrial))).toEqual(csv);
  });
});
