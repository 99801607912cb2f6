import { deriveFromAssessments } from "../endpoints/derive-assessments.js";
import { type DerivedEndpoints, deriveEndpoints, type ReadingResult } from "../endpoints/derive-endpoints.js";
import { putTables } from "../endpoints/put-tables.js";
import { readingOf } from "../endpoints/reading.js";
import type { RowSink, SubjectDates } from "../endpoints/table-columns.js";
import { openTimepointLog } from "../endpoints/timepoint-log.js";
import type { PatientFrame } from "../frame/patient-frame.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import type { Store } from "../store/store.js";
import { readAssessmentFiles } from "./derive-assessment-files.js";
import { openRwidSubjects } from "./derive-rwid.js";
import { openSdtmSubjects } from "./derive-sdtm.js";
import { isoDate } from "./iso-date.js";

/** Patients of a source, ready for their tables. */
export interface DeriveSubjects {
  readonly store: Store;
  readonly patients: PatientFrame;
  readonly dates: SubjectDates;
  /** What became of the rows of the files on the way to lesion_measurement; empty where they are that table. */
  readonly sourceRows: readonly { readonly fate: string; readonly rows: number }[];
  readonly close: () => void;
}

export interface DeriveInput {
  /** Folder of the files, absolute. */
  readonly folder: string;
  readonly options: DeriveOptions;
  /** Where working copies go; null: the system's temporary folder. */
  readonly tempDirectory: string | null;
  /** Megabytes the database may hold before it spills; by default the engine's. */
  readonly memoryMb?: number | null;
  readonly progress: (share: number) => void;
}

/** What was met on the way to the tables. */
export interface DerivationNote {
  readonly subjects: number;
  readonly reading: ReadingResult | null;
  readonly sourceRows: DeriveSubjects["sourceRows"];
}

/** Derives the tables of a folder of files, rows into the sink in the order of subjects. */
export async function deriveTables(input: DeriveInput, sink: RowSink): Promise<DerivationNote> {
  const { options, folder } = input;
  if (options.input.shape === "assessments") {
    const { subjects, assessments } = await readAssessmentFiles(folder, options.input);
    const dates: SubjectDates = {
      subject: (place) => subjects[place]!.subject,
      date: (place, day) => isoDate(subjects[place]!.start + day),
    };
    deriveFromAssessments(subjects, assessments, options, { parameters: parametersOf(options), dates, sink });
    return { subjects: subjects.length, reading: null, sourceRows: [] };
  }
  const opened =
    options.input.shape === "rwid"
      ? await openRwidSubjects(input, options.input)
      : await openSdtmSubjects(input, options.input);
  try {
    return await deriveSubjects(opened, input, sink);
  } finally {
    opened.close();
  }
}

async function deriveSubjects(
  { store, patients, dates, sourceRows }: DeriveSubjects,
  { options, progress }: DeriveInput,
  sink: RowSink,
): Promise<DerivationNote> {
  const { imaging, timepoints } = options;
  const parameters = parametersOf(options);
  const log = openTimepointLog();
  const reading = readingOf(imaging);
  const flush = (from: number, to: number, derived: DerivedEndpoints): void => {
    const readers = derived.codes.readers;
    putTables({ from, to, derived, parameters, log, reading, readers, everyReader: timepoints === "all", dates, sink });
    log.clear();
  };
  const derived = await deriveEndpoints(
    store,
    patients,
    parameters.map(({ code, endpoint }) => ({ key: code, shown: code, endpoint, imaging })),
    { progress, alsoRead: [imaging], onSequence: log.note, onSlice: flush },
  );
  return { subjects: patients.n, reading: derived.readings.get(reading.key)!, sourceRows };
}

function parametersOf({ endpoints }: DeriveOptions) {
  return Object.entries(endpoints).map(([code, endpoint]) => ({ code, endpoint }));
}
