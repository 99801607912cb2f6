import { DataError, OutputError } from "../errors.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { Store } from "../store/store.js";
import { type Breach, tableBreach } from "./breach.js";
import type { FoundTable } from "./find-tables.js";
import type { PhysicalColumn } from "./physical-columns.js";

/**
 * Fills the temporary table `staged` with the present columns of a found table as text, empty text as NULL, rows in
 * their order.
 * Returns the lines of a CSV file that cannot be read (ragged, bad quotes, no UTF-8), which are left out.
 * Throws DataError when the file cannot be read at all.
 */
export async function stageTable(
  store: Store,
  found: FoundTable,
  present: readonly PhysicalColumn[],
): Promise<readonly Breach[]> {
  const selected = present.map(({ name }) => {
    const column = quoteIdentifier(name);
    return `nullif(cast(${column} as varchar), '') as ${column}`;
  });
  if (selected.length === 0) selected.push("null as nothing");
  try {
    await store.execute(
      `create temporary table staged as select\n  ${selected.join(",\n  ")}\nfrom ${relationOf(found)}`,
    );
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new DataError(
      `table ${found.table} cannot be read from ${found.origin}; it is damaged, restore it from its source`,
      {
        cause: error,
      },
    );
  }
  return found.format === "csv" ? takeRejectedLines(store, found.table) : [];
}

function relationOf({ format, origin, columns }: FoundTable): string {
  switch (format) {
    case "csv":
      return readCsv(origin, columns);
    case "parquet":
      return `read_parquet(${quoteText(origin)})`;
    case "duckdb":
      return origin;
  }
}

/** The dialect is fixed, never guessed. All columns are text. */
function readCsv(path: string, columns: readonly string[]): string {
  const types = columns.map((name) => `${quoteText(name === "" ? "unnamed" : name)}: 'VARCHAR'`);
  return `read_csv(
  ${quoteText(path)},
  columns = {${types.join(", ")}},
  auto_detect = false,
  header = true,
  delim = ',',
  quote = '"',
  escape = '"',
  comment = '',
  nullstr = '',
  strict_mode = true,
  store_rejects = true,
  rejects_table = 'rejected_lines',
  rejects_scan = 'rejected_scans'
)`;
}

/** The lines the engine set aside, by kind of fault; its tables of them are dropped. */
async function takeRejectedLines(store: Store, table: string): Promise<Breach[]> {
  const rejected = await store.query(`select
  error_type,
  count(distinct line) as lines,
  cast(min(distinct line, 3) as varchar) as first_lines
from rejected_lines
group by error_type
order by error_type`);
  await store.execute("drop table rejected_lines; drop table rejected_scans");
  return rejected.text("error_type").map((kind, i) => {
    const lines = rejected.float64("lines").values[i] ?? 0;
    const first: number[] = JSON.parse(rejected.text("first_lines")[i] ?? "[]");
    const fault = `${(kind ?? "").toLowerCase()}; file ${first.length === 1 ? "line" : "lines"} ${first.join(", ")}`;
    const rule = `has ${lines} ${lines === 1 ? "line" : "lines"} that cannot be read (${fault}); its other checks wait`;
    return tableBreach(table, null, rule);
  });
}
