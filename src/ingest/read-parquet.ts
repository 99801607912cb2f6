import { DataError } from "../errors.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import { quoteText } from "../store/quote-text.js";
import type { RawColumn, RawTable } from "./raw-table.js";
import type { SourceFile } from "./source-file.js";
import type { Workbench } from "./workbench.js";

/** A Parquet file, read where it lies; columns keep their types. Throws DataError when it is none or damaged. */
export async function readParquet({ store }: Workbench, file: SourceFile): Promise<RawTable> {
  const place = quoteText(file.path);
  try {
    const found = await store.describe(`select * from read_parquet(${place})`);
    const columns = found.map(({ name, type }): RawColumn => ({ name, type: typeOf(type) }));
    const selected = columns.map(({ name, type }) => {
      const column = quoteIdentifier(name);
      return type === "text" ? `cast(${column} as varchar) as ${column}` : column;
    });
    const view = `raw.${quoteIdentifier(`f${file.id}`)}`;
    await store.execute(
      `create view ${view} as select file_row_number + 1 as source_row, ${selected.join(", ")} from read_parquet(${place}, file_row_number = true)`,
    );
    const counted = await store.query(`select count(*) as n from read_parquet(${place})`);
    return { file, relation: view, columns, rows: counted.float64("n").values[0] ?? 0 };
  } catch (error) {
    throw new DataError(`${file.shown} is not a Parquet file, or it is damaged`, { cause: error });
  }
}

function typeOf(type: string): RawColumn["type"] {
  if (/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/.test(type)) return "integer";
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) return "number";
  if (type === "DATE") return "date";
  return type === "BOOLEAN" ? "boolean" : "text";
}
