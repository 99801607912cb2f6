import type { DicomSource, IngestDataset } from "../../spec/ingest-config.js";
import type { CodeLists } from "../code-lists.js";
import { nameTag } from "./dictionary.js";
import { type TagName, tags } from "./tags.js";

/** What the stages and derivations of a DICOM source share. */
export interface DicomInput {
  readonly dataset: IngestDataset;
  readonly source: DicomSource;
  readonly lists: CodeLists;
  readonly prefix: string;
  /** The folder, as the one file that its files are rows of. */
  readonly fileId: number;
}

/** Names of the source's tables: as read, and as judged. */
export const rawDicom = ({ prefix }: Pick<DicomInput, "prefix">, name: string): string => `raw.${prefix}${name}`;
export const dicomStage = ({ prefix }: Pick<DicomInput, "prefix">, name: string): string => `${prefix}${name}`;
/** A table of schema `stage` in FROM of a derivation. */
export const dicomRows = (input: Pick<DicomInput, "prefix">, name: string): string =>
  `scratch.stage.${dicomStage(input, name)}`;

/** The name of an element in messages: `(0018,0050) SliceThickness`. */
export const named = (name: TagName): string => nameTag(tags[name]);
/** The name of an element as the origin of a variable. */
export const element = (name: TagName): string => `DICOM.${named(name)}`;
