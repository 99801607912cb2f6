import { join } from "node:path";
import { DataError } from "../errors.js";
import { openStore } from "../store/open-store.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import { writeTable } from "../store/write-table.js";
import { baselineTables } from "./baseline-tables.sql.js";
import type { TableName } from "./contract.js";
import { lineViews } from "./line-views.sql.js";
import type { Source } from "./open-source.js";

/** The patients with an index, columns of equal length. */
export interface PatientIndex {
  readonly patientId: readonly string[];
  /** ISO date of the index for patients of a calendar dataset; null for those whose dataset counts days. */
  readonly indexOn: readonly (string | null)[];
  /** The index on the dataset's own count of days; not read where indexOn is given. */
  readonly indexDay: Int32Array;
  /** Where `patientId` names lines of therapy: the patient of each. */
  readonly lines?: { readonly sourceId: readonly string[] };
}

export interface Baseline {
  /** Schema `baseline` and nothing else, read-only, shut off from files and network. Closing it removes its file. */
  readonly store: Store;
  /** Rows that no date places before or after index, and so left out; one entry per table that can have some. */
  readonly undated: readonly { readonly table: TableName; readonly rows: number }[];
}

/**
 * What eligibility and covariates may know: the contract's tables cut at index, in a database of its own, so no query
 * on it can reach what lies after. Times are integer days from index (`*_day`, ≤ 0); rows after day 0, rows without a
 * date in tables by date, and outcome tables are absent; in rows that stay, later times are NULL. New lesions and
 * `split_from`, `merged_into` are gone. `patient` gains `age_years` and `index_year` (NULL without a calendar).
 * Patients without an index are absent. Where the index names lines, each line stands as a patient of its own, with all of its patient's rows cut at the
 * line's index. Rows stand in code-point order of their keys, whatever order the source has.
 * Throws DataError when a patient's index is not given in the time basis of its dataset. Not checked: that the index
 * itself was chosen without looking past it.
 */
export async function openBaseline(source: Source, index: PatientIndex): Promise<Baseline> {
  const folder = makeTemporaryFolder(source.folder);
  // Not baseline.duckdb: the engine names a database after its file, and `baseline.patient` would be ambiguous.
  const path = join(folder.path, "view.duckdb");
  const { threads, memoryMb = 1600 } = source.options;
  const shared = {
    tempDirectory: join(folder.path, "spill"),
    memoryMb: Math.ceil(memoryMb / 2),
    ...(threads === undefined ? {} : { threads }),
  };
  try {
    const builder = await openStore(shared);
    const undated: { table: TableName; rows: number }[] = [];
    try {
      if (index.lines === undefined)
        await builder.execute(`attach ${quoteText(source.databasePath)} as source (read_only)`);
      else await openLines(builder, source, index.patientId, index.lines.sourceId);
      await builder.execute(`attach ${quoteText(path)} as view; create schema view.baseline`);
      await writeIndex(builder, index);
      for (const { table, sql, undatedSql } of baselineTables) {
        await builder.execute(`create table view.baseline.${table} as\n${sql}`);
        if (undatedSql === null) continue;
        const counted = await builder.query(undatedSql);
        undated.push({ table, rows: counted.float64("n").values[0] ?? 0 });
      }
      await builder.execute("detach view; detach source");
    } finally {
      builder.close();
    }
    const store = await openStore({ path, readOnly: true, ...shared });
    await store.lockDown();
    const close = () => {
      store.close();
      folder.remove();
    };
    return { store: { ...store, close }, undated };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

/** Schema `source.rwid` with each patient's rows once for each of his lines, under the line's id. */
async function openLines(
  builder: Store,
  source: Source,
  patientId: readonly string[],
  sourceId: readonly string[],
): Promise<void> {
  await builder.execute(`attach ${quoteText(source.databasePath)} as origin (read_only)`);
  await writeTable(builder, { name: "line_given" }, [
    { name: "row_id", type: "text", values: patientId },
    { name: "source_id", type: "text", values: sourceId },
  ]);
  await builder.execute("attach ':memory:' as source; create schema source.rwid");
  for (const view of lineViews) await builder.execute(view);
}

/** The table `indexed`: every patient once, with the index in the time basis of its dataset. */
async function writeIndex(builder: Store, { patientId, indexOn, indexDay }: PatientIndex): Promise<void> {
  await writeTable(builder, { name: "index_given" }, [
    { name: "patient_id", type: "text", values: patientId },
    { name: "index_on", type: "text", values: indexOn },
    { name: "index_day", type: "integer", values: indexDay },
  ]);
  await builder.execute(`create table indexed as select
  g.patient_id,
  cast(g.index_on as date) as index_on,
  case when g.index_on is null then g.index_day end as index_day,
  d.time_basis
from index_given as g
left join source.rwid.patient as p on p.patient_id = g.patient_id
left join source.rwid.dataset as d on d.dataset_id = p.dataset_id`);
  const counted = await builder.query(`select
  count(*) as n,
  count(distinct patient_id) as patients,
  count(*) filter (where time_basis is null) as strangers,
  count(*) filter (where (time_basis = 'calendar') <> (index_on is not null)) as misfits
from indexed`);
  const count = (name: string) => counted.float64(name).values[0] ?? 0;
  if (count("n") !== count("patients")) throw new Error("the index must name each patient once");
  if (count("strangers") > 0)
    throw new Error(`the index names ${count("strangers")} patients that the source does not hold`);
  if (count("misfits") > 0)
    throw new DataError(
      `the index must be a date in a calendar dataset and a day elsewhere; it is not for ${count("misfits")} patients`,
    );
}
