import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { suggestMapping } from "../../src/ingest/suggest/suggest-mapping.js";
import { ingestTargets } from "../../src/pipeline/ingest-targets.js";
import { runIngest, writeFiles } from "../support/ingest-files.js";

const files = {
  "patients.csv": "MRN;Gender;Year of birth;Remark\n17;F;1950;a\n18;M;1961;b\n",
  "scans_and_lesions.csv": `PID,ExamID,Scan Date,Reader,Lesion,Role,Location,Size_cm,Axis,State
17,E1,03/02/2020,R1,A,TARGET,Lung,2.35,L,measured
17,E2,15/04/2020,R1,A,TARGET,Lung,1.1,L,measured
18,E3,01/03/2020,R1,A,TARGET,Lung,3.5,L,measured
`,
  "strange.csv": "a,b\n1,2\n",
};

interface Draft {
  datasets: { kind: string; name: string; sources: { tables: { to: string; columns: Record<string, unknown> }[] }[] }[];
}

describe("ingest --suggest", () => {
  it("drafts tables, dates, units and codes, and leaves open what the files do not tell", async () => {
    const folder = writeFiles(files, null);
    const { config, notes } = await suggestMapping(folder, ingestTargets());
    const { tables } = (config as Draft).datasets[0]!.sources[0]!;
    expect(tables.map(({ to }) => to)).toEqual(["patient", "imaging_study", "lesion", "lesion_measurement"]);
    expect(tables[0]!.columns).toEqual({
      patient_id: "MRN",
      birth_year: "Year of birth",
      sex: { from: "Gender", codes: { F: "female", M: "male" } },
    });
    expect(tables[1]!.columns).toMatchObject({
      study_uid: "ExamID",
      performed_on: { from: "Scan Date", date: "dd/mm/yyyy" },
    });
    expect(tables[3]!.columns).toMatchObject({
      diameter_mm: { from: "Size_cm", unit: "cm" },
      axis: { from: "Axis", codes: { L: "long" } },
      state: "State",
    });
    expect(notes).toContain("patients.csv: not used: Remark");
    expect(notes).toContain("strange.csv: no table of the contract has its key among these columns; map it by hand");
    rmSync(folder, { recursive: true });
  });

  it("writes a draft that a load refuses until it is finished, and then takes", async () => {
    const { "strange.csv": _, ...known } = files;
    const folder = writeFiles(known, null);
    const { lines } = await runIngest(folder, null, ".", { suggest: true });
    expect(lines[0]).toBe('drafted ingest.draft.json; a "?" is left where you must decide, and a load refuses it:');
    await expect(runIngest(folder, null, ".", { suggest: true })).rejects.toThrow("ingest.draft.json is there already");
    const draft = readFileSync(join(folder, "ingest.draft.json"), "utf8");
    writeFileSync(join(folder, "ingest.json"), draft);
    await expect(runIngest(folder, "out.duckdb")).rejects.toThrow(
      "datasets[0].kind must be one of trial, registry, ehr_imaging",
    );
    const finished = JSON.parse(draft) as Draft;
    Object.assign(finished.datasets[0]!, { id: "reg", kind: "registry", name: "A registry" });
    writeFileSync(join(folder, "ingest.json"), JSON.stringify(finished));
    const loaded = await runIngest(folder, "out.duckdb");
    expect(loaded.lines.join("\n")).toContain("lesion_measurement  3");
    rmSync(folder, { recursive: true });
  });

  it("knows columns by the abbreviations that hospitals write", async () => {
    const reads = "Accession No,Pat. ID,Lesion No.,Longest diam (cm),Reader\ns1,A-1,1,2.5,X\ns2,A-1,1,1.9,X\n";
    const folder = writeFiles({ "reads.csv": reads }, null);
    const { config } = await suggestMapping(folder, ingestTargets());
    expect((config as Draft).datasets[0]!.sources[0]!.tables.at(-1)).toMatchObject({
      to: "lesion_measurement",
      columns: {
        study_uid: "Accession No",
        lesion_id: "Lesion No.",
        reader_id: "Reader",
        diameter_mm: { from: "Longest diam (cm)", unit: "cm" },
      },
    });
    rmSync(folder, { recursive: true });
  });

  it("asks where a date or a length can be read in two ways", async () => {
    const folder = writeFiles(
      { "reads.csv": "patient_id,study_uid,performed,reader_id,lesion_id,diameter\n1,E1,03/02/2020,R,A,20\n" },
      null,
    );
    const { config, notes } = await suggestMapping(folder, ingestTargets());
    const { tables } = (config as Draft).datasets[0]!.sources[0]!;
    expect(JSON.stringify(tables)).toContain('"performed_on":{"from":"performed","date":"?"}');
    expect(JSON.stringify(tables)).toContain('"diameter_mm":{"from":"diameter","unit":"?"}');
    expect(notes.join("\n")).toContain("is performed written dd/mm/yyyy or mm/dd/yyyy?");
    rmSync(folder, { recursive: true });
  });
});
