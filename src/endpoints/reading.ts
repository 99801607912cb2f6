import { DataError } from "../errors.js";
import type { Criteria } from "../recist/criteria.js";
import { IRECIST } from "../recist/irecist.js";
import { NONE } from "../recist/lesion-rows.js";
import type { RecistOptions } from "../recist/options.js";
import { RECIST11 } from "../recist/recist11.js";
import { canonicalJson } from "../spec/canonical-json.js";
import type { Imaging, ReaderRule } from "../spec/imaging.js";
import type { Store } from "../store/store.js";
import { givenPatients, wordList } from "./given-patients.sql.js";
import type { SliceLesions } from "./slice-lesions.js";
import type { WordCodes } from "./word-codes.js";

/** One way to read the scans: criteria, options and whose reading counts. Endpoints that share it share the work. */
export interface Reading {
  readonly key: string;
  readonly criteria: Criteria;
  readonly options: RecistOptions;
  readonly readers: ReaderRule;
}

const criteriaSets = { "recist-1.1": RECIST11, "irecist-2017": IRECIST } as const satisfies Record<
  Imaging["criteria"],
  Criteria
>;

export function readingOf({ criteria, options, readers }: Imaging): Reading {
  return { key: canonicalJson({ criteria, options, readers }), criteria: criteriaSets[criteria], options, readers };
}

/** Throws DataError where the rule names a reader that the data do not hold. */
export function checkReaders({ readers: rule }: Reading, { readers }: WordCodes): void {
  const named = rule.rule === "reader" ? [rule.reader] : rule.rule === "order" ? rule.readers : [];
  const unknown = named.filter((reader) => !readers.includes(reader));
  if (unknown.length === 0) return;
  throw new DataError(
    `lesion.reader_id holds no reader "${unknown[0]}"; it holds: ${readers.slice(0, 20).join(", ") || "none"} → imaging.readers`,
  );
}

const acceptedReadersSql = `with ${givenPatients},
${wordList("readers", "$2")}
select distinct
  g.patient_no,
  r.code as reader
from rwid.reader_assessment as a
join given as g on g.patient_id = a.patient_id
join readers as r on r.word = a.reader_id
where a.accepted
order by g.patient_no, r.code`;

/**
 * The reader whose reading counts, by patient of the slice (n of them), as a reader code; NONE where nobody read or the rule
 * leaves it open. Throws DataError where the rule wants one reader and there are several.
 */
export async function chooseReaders(
  store: Store,
  ids: string,
  { readers: rule }: Reading,
  { n, lesions, codes }: { readonly n: number; readonly lesions: SliceLesions; readonly codes: WordCodes },
): Promise<Int32Array> {
  const chosen = new Int32Array(n).fill(NONE);
  if (rule.rule === "accepted") {
    const found = await store.query(acceptedReadersSql, [ids, JSON.stringify(codes.readerCodes)]);
    takeOnly(chosen, found.int32("patient_no").values, found.int32("reader").values, {
      rule: "reader_assessment.accepted must mark one reader a patient",
      place: "imaging.readers: name a reader or an order of readers",
    });
    return chosen;
  }
  if (rule.rule === "single") {
    takeOnly(chosen, lesions.patient, lesions.reader, {
      rule: "one reader must have read each patient's scans",
      place: "imaging.readers: name a reader, an order of readers, or accepted",
    });
    return chosen;
  }
  const ranks = rankReaders(rule, codes);
  for (let place = 0; place < lesions.count; place += 1) {
    const patient = lesions.patient[place]!;
    const reader = lesions.reader[place]!;
    const rank = ranks[reader]!;
    if (rank === NONE) continue;
    if (chosen[patient] === NONE || rank < ranks[chosen[patient]!]!) chosen[patient] = reader;
  }
  return chosen;
}

/** Rank of each reader by code, 0 first; NONE for readers who are not named. */
function rankReaders(rule: Extract<ReaderRule, { rule: "reader" | "order" }>, { readers }: WordCodes): Int32Array {
  const order = rule.rule === "reader" ? [rule.reader] : rule.readers;
  return Int32Array.from(readers, (reader) => order.indexOf(reader));
}

function takeOnly(
  chosen: Int32Array,
  patient: Int32Array,
  reader: Int32Array,
  { rule, place }: { readonly rule: string; readonly place: string },
): void {
  const several = new Set<number>();
  for (let i = 0; i < patient.length; i += 1) {
    const p = patient[i]!;
    if (chosen[p] === NONE) chosen[p] = reader[i]!;
    else if (chosen[p] !== reader[i]) several.add(p);
  }
  if (several.size > 0) throw new DataError(`${rule}; ${several.size} patients have several → ${place}`);
}
