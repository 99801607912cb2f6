import { join } from "node:path";
import { DataError } from "../../errors.js";
import { type DataSet, firstOf, itemsOf } from "./data-set.js";
import { findIdentity } from "./find-identity.js";
import { headerFields, readHeaderFields } from "./image-fields.js";
import { groupColumns, isMeasurementReport, measurementGroups, type ReportLists } from "./measurement-groups.js";
import { type InstanceLimits, openInstance } from "./open-instance.js";
import { TagError } from "./tag-error.js";
import { tags } from "./tags.js";

/** What every thread is given as it starts. */
export interface DicomSettings {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly limits: InstanceLimits;
  /** Character set of files that name none. */
  readonly characterSet: string | null;
  /** Code lists that reports are read by. */
  readonly lists: ReportLists;
}

/** Files to read, by their paths within the folder; `first` is the number of the first one, from 1. */
export interface DicomJob {
  readonly first: number;
  readonly paths: readonly string[];
}

type Row = readonly (string | null)[];

/** What was read of them, as rows of text, in the order of the files. */
export interface DicomRows {
  /** A row a file, in the columns `instanceColumns`. */
  readonly instances: readonly Row[];
  /** A row a measurement group, in the columns `source_row` and `groupColumns`. */
  readonly groups: readonly Row[];
  /** A row a finding of de-identification, in the columns `findingColumns`. */
  readonly findings: readonly Row[];
}

export const findingColumns = ["source_row", "finding", "tag"] as const;

/** Does the jobs and hands over their rows, in the order of the jobs. */
export type DicomReader = (
  settings: DicomSettings,
  jobs: readonly DicomJob[],
  take: (rows: DicomRows) => Promise<void>,
) => Promise<void>;

/** Reads on this thread. */
export const readHere: DicomReader = async (settings, jobs, take) => {
  for (const job of jobs) await take(readInstances(settings, job));
};

export const instanceColumns = [
  "source_row",
  "path",
  /** Why it is no DICOM file; null where it is one. */
  "other",
  "fault_tag",
  "fault",
  /** `measurements`: a report of template TID 1500; `other`: another structured report. */
  "report",
  /** Reports that this one replaces, separated by a backslash. */
  "predecessors",
  "pixels",
  ...headerFields,
] as const;

const noHeader: Row = headerFields.map(() => null);

/** Reads the headers of some files. A file at fault does not end the reading: its row says what is wrong. */
export function readInstances(settings: DicomSettings, { first, paths }: DicomJob): DicomRows {
  const instances: Row[] = [];
  const groups: Row[] = [];
  const findings: Row[] = [];
  for (const [i, path] of paths.entries()) {
    const row = String(first + i);
    try {
      const opened = openInstance(join(settings.folder, path), settings.limits, settings.characterSet);
      if (opened === null) {
        instances.push([row, path, whyOther(path), null, null, null, null, null, ...noHeader]);
        continue;
      }
      const { data } = opened;
      const fields = readHeaderFields(data);
      const report = fields.modality !== "SR" ? null : isMeasurementReport(data) ? "measurements" : "other";
      instances.push([
        row,
        path,
        null,
        null,
        null,
        report,
        predecessorsOf(data),
        opened.pixels ? "yes" : null,
        ...headerFields.map((name) => fields[name]),
      ]);
      for (const [finding, tag] of findIdentity(data, fields))
        findings.push([row, finding, tag === null ? null : String(tag)]);
      if (report !== "measurements") continue;
      for (const group of measurementGroups(data, settings.lists))
        groups.push([row, ...groupColumns.map((name) => group[name])]);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      const [tag, rule] = error instanceof TagError ? [String(error.tag), error.rule] : [null, error.message];
      instances.push([row, path, null, tag, rule, null, null, null, ...noHeader]);
    }
  }
  return { instances, groups, findings };
}

function predecessorsOf(data: DataSet): string | null {
  const uids = itemsOf(data, tags.PredecessorDocumentsSequence)
    .flatMap((study) => itemsOf(study, tags.ReferencedSeriesSequence))
    .flatMap((series) => itemsOf(series, tags.ReferencedSOPSequence))
    .map((instance) => firstOf(instance, tags.ReferencedSOPInstanceUID));
  return uids.length === 0 ? null : uids.join("\\");
}

function whyOther(path: string): string {
  return /\.(zip|gz|tgz|tar|7z|rar|bz2|xz)$/i.test(path) ? "packed: not unpacked" : "no DICOM file";
}
