import { z } from "zod";
import { identityFindingNames } from "./identity-finding.js";
import { mappedTableSchema } from "./ingest-mapping.js";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date as YYYY-MM-DD");
const folder = z.string().min(1).default(".").describe("folder of the files, relative to the configuration");
const encoding = z
  .enum(["utf-8", "latin-1"])
  .default("utf-8")
  .describe("encoding of text in CSV and XPT files; Dataset-JSON is always UTF-8");
const categories = (words: readonly string[]) => z.array(z.string().min(1)).readonly().default(words);

/** SDTM domains and ADaM datasets that are read. */
export const sdtmDomains = ["DM", "DS", "EX", "CM", "SS", "TU", "TR", "RS"] as const;
export const adamDatasets = ["ADSL", "ADRS", "ADTTE", "ADTR"] as const;

const fileOrFiles = z.union([z.string().min(1), z.array(z.string().min(1)).min(1).readonly()]);
const whichFiles =
  "file or files of each dataset; by default <name>.xpt, .json, .ndjson, .csv or .csv.gz in the folder";

const sdtmSchema = z
  .strictObject({
    kind: z.literal("sdtm"),
    folder,
    files: z.partialRecord(z.enum(sdtmDomains), fileOrFiles).default({}).describe(whichFiles),
    encoding,
    priorTherapy: categories([
      "PRIOR ANTICANCER THERAPY",
      "PRIOR ANTI-CANCER THERAPY",
      "PRIOR CANCER THERAPY",
      "PRIOR SYSTEMIC THERAPY",
    ]).describe("CMCAT of earlier anticancer therapy: lines before the trial's"),
    laterTherapy: categories([
      "SUBSEQUENT ANTICANCER THERAPY",
      "SUBSEQUENT ANTI-CANCER THERAPY",
      "POST-TREATMENT ANTICANCER THERAPY",
      "FOLLOW-UP ANTICANCER THERAPY",
      "NEW ANTICANCER THERAPY",
    ]).describe("CMCAT of anticancer therapy after the trial's: later lines"),
    setting: z.string().min(1).exactOptional().describe("therapy_line.setting of the trial's treatment"),
  })
  .describe("CDISC SDTM: DM, DS, EX, CM, SS, TU, TR, RS");

const parameters = (codes: readonly string[]) => z.array(z.string().min(1)).readonly().default(codes);

const adamSchema = z
  .strictObject({
    kind: z.literal("adam"),
    folder,
    files: z.partialRecord(z.enum(adamDatasets), fileOrFiles).default({}).describe(whichFiles),
    encoding,
    observations: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_]*$/, "must be a concept in snake_case"),
        z.strictObject({ variable: z.string().min(1), unit: z.string().min(1).exactOptional() }),
      )
      .default({})
      .describe("baseline variables of ADSL that become observations: concept → variable"),
    treatmentLine: z
      .int()
      .min(0)
      .max(50)
      .default(1)
      .describe("line_number of the trial's treatment, where no SDTM source gives the lines"),
    responses: z
      .strictObject({
        overall: parameters(["OVR", "OVRLRESP"]),
        target: parameters(["TRGRESP", "TRG"]),
        nontarget: parameters(["NTRGRESP", "NTRG"]),
        newLesion: parameters(["NEWLPROG", "NEWL"]),
      })
      .prefault({})
      .describe("PARAMCD of ADRS that hold a response by visit; parameters of Y and N become collected events"),
  })
  .describe("CDISC ADaM: ADSL, ADRS, ADTTE, ADTR");

const omopSchema = z
  .strictObject({
    kind: z.literal("omop"),
    folder,
    encoding,
    concepts: z
      .string()
      .min(1)
      .exactOptional()
      .describe("CSV that adds to or replaces entries of the concept map: concept_id, use, value, name"),
    patientKey: z
      .enum(["person_id", "person_source_value"])
      .default("person_id")
      .describe("the column that names the patient"),
    unmapped: z
      .enum(["set-aside", "refuse"])
      .default("set-aside")
      .describe("rows of a clinical table whose concept the map does not hold: set aside and counted, or an error"),
  })
  .describe("OMOP CDM 5.4 with episodes and the Medical Imaging extension, one CSV or Parquet file a table");

const tablesSchema = z
  .strictObject({
    kind: z.literal("tables"),
    folder,
    tables: z.array(mappedTableSchema).min(1).readonly(),
  })
  .describe("CSV and Parquet files with any column names, through a mapping");

const dicomSchema = z
  .strictObject({
    kind: z.literal("dicom"),
    folder: folder.describe("folder of the files; folders within it are read too"),
    patients: z
      .string()
      .min(1)
      .exactOptional()
      .describe(
        "CSV with columns dicom_patient (PatientID of the files) and patient (number in the dataset), relative to the configuration; without it PatientID is the number",
      ),
    studies: z
      .string()
      .min(1)
      .exactOptional()
      .describe(
        "CSV with columns dicom_study (StudyInstanceUID), study (study_uid of the same scan in another source) and, for a study of several modalities, modality; other scans keep their UID",
      ),
    unlinked: z
      .enum(["refuse", "set-aside"])
      .default("refuse")
      .describe("files of a PatientID that the table of patients does not hold: an error, or set aside and counted"),
    otherFiles: z
      .enum(["set-aside", "refuse"])
      .default("set-aside")
      .describe("files that are no DICOM files: set aside and counted (one named .dcm is an error), or each an error"),
    characterSet: z
      .enum(["latin-1", "utf-8"])
      .exactOptional()
      .describe("character set of files that name none (0008,0005); by default they must be ASCII"),
    dateShift: z
      .enum(["constant-per-patient"])
      .exactOptional()
      .describe(
        "states that de-identification moved every date of a patient by as many days; only then can intervals be used",
      ),
    role: z
      .enum(["target", "nontarget"])
      .exactOptional()
      .describe("role of measured lesions whose report codes none; without it they are an error"),
    lesionId: z
      .enum(["identifier", "uid"])
      .default("identifier")
      .describe("what names a lesion of a report: its tracking identifier, or its tracking UID"),
    readers: z
      .record(z.string(), z.string().min(1))
      .default({})
      .describe("observers as the reports name them → reader_id; others keep their name"),
  })
  .describe("DICOM: headers of images, and structured reports of template TID 1500 (measurement report)");

export const ingestSourceSchema = z.discriminatedUnion("kind", [
  sdtmSchema,
  adamSchema,
  omopSchema,
  tablesSchema,
  dicomSchema,
]);

const acceptanceSchema = z
  .strictObject({
    finding: z.enum(identityFindingNames).describe("the finding's name, as the refusal prints it"),
    because: z.string().min(1).describe("why it is accepted; kept in the data and printed"),
  })
  .describe("a de-identification finding that does not stop the load");

export const ingestDatasetSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9._-]+$/, "must be letters, digits, dots, hyphens or underscores")
      .describe("dataset_id, the prefix of its patients' ids"),
    kind: z.enum(["trial", "registry", "ehr_imaging"]),
    timeBasis: z.enum(["calendar", "days_from_index"]).default("calendar"),
    name: z.string().min(1),
    version: z.string().min(1).exactOptional(),
    extractedOn: date.exactOptional(),
    dataCutoff: date.exactOptional(),
    provenance: z.string().min(1).exactOptional(),
    licence: z.string().min(1).exactOptional(),
    deidentification: z.string().min(1).exactOptional(),
    system: z.string().min(1).exactOptional().describe("the system the extract was taken from"),
    partialDates: z
      .enum(["refuse", "first", "middle"])
      .default("refuse")
      .describe(
        "a date known to the month or year where the contract wants a day: an error, the first day, or the 15th (1 July), counted in the report; deaths and scans keep their precision in every case",
      ),
    codeLists: z
      .record(z.string(), z.record(z.string(), z.string().nullable()))
      .default({})
      .describe("additions to the code lists: list → value of the source → value of the contract (null = missing)"),
    accept: z.array(acceptanceSchema).readonly().default([]),
    sources: z.array(ingestSourceSchema).min(1).readonly(),
  })
  .describe("a dataset and the files it comes from");

export const ingestSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    ingestVersion: z.literal("1").default("1"),
    datasets: z.array(ingestDatasetSchema).min(1).readonly(),
    output: z
      .strictObject({ format: z.enum(["parquet", "csv"]).default("parquet") })
      .prefault({})
      .describe("format of the tables where the output is a folder"),
    limits: z
      .strictObject({
        expandedMegabytes: z
          .number()
          .positive()
          .default(20_000)
          .describe("compressed files may not grow beyond this when they are unpacked"),
        expansionRatio: z
          .number()
          .positive()
          .default(200)
          .describe("nor beyond so many times their size, once they exceed 100 MB"),
      })
      .prefault({}),
  })
  .describe("what is loaded, and as what");

export type IngestConfig = z.infer<typeof ingestSchema>;
export type IngestDataset = z.infer<typeof ingestDatasetSchema>;
export type IngestSource = z.infer<typeof ingestSourceSchema>;
export type SdtmSource = z.infer<typeof sdtmSchema>;
export type AdamSource = z.infer<typeof adamSchema>;
export type OmopSource = z.infer<typeof omopSchema>;
export type TablesSource = z.infer<typeof tablesSchema>;
export type DicomSource = z.infer<typeof dicomSchema>;
export type PartialDates = IngestDataset["partialDates"];
