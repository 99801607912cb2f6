import { NEVER, NONE, ROLE } from "../recist/lesion-rows.js";
import type { Columns } from "../store/columns.js";
import type { Store } from "../store/store.js";
import { type Coverage, readCoverage } from "./coverage.js";
import { lesionLinksSql, localTherapySql, sliceLesionsSql } from "./lesion.sql.js";
import type { WordCodes } from "./word-codes.js";

/**
 * The lesions of a slice of patients, in the order of patient, reader and lesion id. A lesion is named by its place; those of
 * one sequence (patient and reader) stand together.
 */
export interface SliceLesions {
  readonly count: number;
  /** Place by rowid of rwid.lesion; NONE for lesions of other patients. */
  readonly placeOf: Int32Array;
  readonly patient: Int32Array;
  readonly reader: Int32Array;
  /** Place of the first lesion of its sequence. */
  readonly first: Int32Array;
  readonly role: Int32Array;
  readonly isNode: Int32Array;
  readonly nature: Int32Array;
  readonly organ: Int32Array;
  /** 1 = grown since a local therapy before baseline. */
  readonly progressed: Int32Array;
  /** Place of the lesion it split off or merged into; NONE without. */
  readonly splitFrom: Int32Array;
  readonly mergedInto: Int32Array;
  /** Days of local therapy, ascending, of the lesions that had any. */
  readonly localTherapy: ReadonlyMap<number, readonly number[]>;
  /** What was scanned when, of patients with a new lesion. */
  readonly coverage: Coverage;
}

/** What a database holds beside lesions, so that no query is run for nothing. */
export interface LesionTables {
  readonly lesionRowids: number;
  readonly hasLinks: boolean;
  readonly hasLocalTherapy: boolean;
  readonly hasNewLesions: boolean;
}

export async function readLesionTables(store: Store): Promise<LesionTables> {
  const found = await store.query(`select
  coalesce(max(rowid) + 1, 0) as lesions,
  count(*) filter (where split_from is not null or merged_into is not null) as links,
  count(*) filter (where role = 'new') as news,
  (select count(*) from rwid.local_therapy) as therapies
from rwid.lesion`);
  const count = (name: string) => found.float64(name).values[0] ?? 0;
  return {
    lesionRowids: count("lesions"),
    hasLinks: count("links") > 0,
    hasLocalTherapy: count("therapies") > 0,
    hasNewLesions: count("news") > 0,
  };
}

/** Reads the lesions of the patients whose ids are given as a JSON list; patients are named by their place in it. */
export async function readSliceLesions(
  store: Store,
  ids: string,
  codes: WordCodes,
  tables: LesionTables,
  placeOf: Int32Array,
): Promise<SliceLesions> {
  const organs = JSON.stringify(codes.organCodes);
  const found = await store.query(sliceLesionsSql, [ids, JSON.stringify(codes.readerCodes), organs]);
  const column = (name: string): Int32Array => found.int32(name).values;
  const rowid = column("lesion");
  placeOf.fill(NONE);
  for (let place = 0; place < rowid.length; place += 1) placeOf[rowid[place]!] = place;
  const patient = column("patient_no");
  const reader = column("reader");
  const lesions = {
    count: rowid.length,
    placeOf,
    patient,
    reader,
    first: firstOfSequence(patient, reader),
    role: column("role"),
    isNode: column("is_node"),
    nature: column("nature"),
    organ: column("organ"),
    progressed: column("progressed"),
    splitFrom: new Int32Array(rowid.length).fill(NONE),
    mergedInto: new Int32Array(rowid.length).fill(NONE),
  };
  if (tables.hasLinks) writeLinks(await store.query(lesionLinksSql, [ids]), lesions);
  return {
    ...lesions,
    localTherapy: tables.hasLocalTherapy
      ? groupDays(await store.query(localTherapySql, [ids, organs]), placeOf)
      : new Map(),
    coverage: await readCoverage(store, ids, codes, tables.hasNewLesions),
  };
}

/** Whether a lesion is one that appeared after baseline, as its reader says. */
export function isNewLesion(lesions: SliceLesions, place: number): boolean {
  return lesions.role[place] === ROLE.new;
}

function firstOfSequence(patient: Int32Array, reader: Int32Array): Int32Array {
  const first = new Int32Array(patient.length);
  for (let place = 1; place < patient.length; place += 1) {
    const isSame = patient[place] === patient[place - 1] && reader[place] === reader[place - 1];
    first[place] = isSame ? first[place - 1]! : place;
  }
  return first;
}

function writeLinks(
  found: Columns,
  { placeOf, splitFrom, mergedInto }: Pick<SliceLesions, "placeOf" | "splitFrom" | "mergedInto">,
): void {
  const lesion = found.int32("lesion").values;
  const origin = found.int32("origin").values;
  const isSplit = found.int32("is_split").values;
  for (let i = 0; i < found.rowCount; i += 1) {
    (isSplit[i] === 1 ? splitFrom : mergedInto)[placeOf[lesion[i]!]!] = placeOf[origin[i]!]!;
  }
}

function groupDays(found: Columns, placeOf: Int32Array): Map<number, number[]> {
  const lesion = found.int32("lesion").values;
  const day = found.int32("day").values;
  const days = new Map<number, number[]>();
  for (let i = 0; i < found.rowCount; i += 1) {
    if (day[i] === NEVER) continue;
    const place = placeOf[lesion[i]!]!;
    const own = days.get(place);
    if (own === undefined) days.set(place, [day[i]!]);
    else own.push(day[i]!);
  }
  return days;
}
