import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError } from "../errors.js";
import type { DeriveOptions } from "../spec/derive-options.js";
import { openStore } from "../store/open-store.js";
import { quoteIdentifier } from "../store/quote-identifier.js";
import type { Store } from "../store/store.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import { writeParquet } from "../store/write-parquet.js";
import { loadCsv, requireColumns } from "./derive-files.js";
import { openRwidSubjects } from "./derive-rwid.js";
import { sdtmChosenSql, sdtmLesionsSql, sdtmResultsSql, sdtmRowsSql, sdtmTables } from "./derive-sdtm.sql.js";
import type { DeriveInput, DeriveSubjects } from "./derive-tables.js";

type SdtmInput = Extract<DeriveOptions["input"], { shape: "sdtm" }>;

/** What a file must have, and what is read where it is there. */
const columnsOf = {
  tu: [
    ["USUBJID", "TULNKID", "TUTESTCD"],
    ["TUORRES", "TUSTRESC", "TULOC", "TUMETHOD", "TUEVAL", "TUEVALID", "TUDTC", "VISITNUM", "TUSEQ"],
  ],
  tr: [
    ["USUBJID", "TRLNKID", "TRTESTCD", "TRDTC"],
    ["TRSTRESN", "TRSTRESC", "TREVAL", "TREVALID", "TRACPTFL", "TRSTAT", "TRREASND", "TRMETHOD"],
  ],
  dm: [["USUBJID"], ["RFSTDTC", "DTHDTC"]],
} as const;

/**
 * Every subject of TU and TR. The two are turned into tables of the data contract and held against it like any other source.
 * Throws DataError for rows of TR that no lesion of TU explains: rows in = rows used + rows set aside.
 */
export async function openSdtmSubjects(input: DeriveInput, files: SdtmInput): Promise<DeriveSubjects> {
  const scratch = makeTemporaryFolder(input.tempDirectory ?? tmpdir());
  try {
    const store = await openStore({
      tempDirectory: join(scratch.path, "spill"),
      ...(input.memoryMb == null ? {} : { memoryMb: input.memoryMb }),
    });
    const folder = join(scratch.path, "rwid");
    let sourceRows: DeriveSubjects["sourceRows"] = [];
    try {
      await loadDomains(store, input.folder, files);
      await store.execute(sdtmLesionsSql);
      await store.execute(sdtmResultsSql);
      await checkLesions(store, files);
      await store.execute(sdtmChosenSql);
      sourceRows = await readFates(store);
      await writeTables(store, folder, files);
    } finally {
      store.close();
    }
    const subjects = await openRwidSubjects(
      { folder, tempDirectory: input.tempDirectory, memoryMb: input.memoryMb ?? null },
      { shape: "rwid", index: { rule: "entry" } },
      (id) => id.slice("sdtm:".length),
    );
    const close = () => {
      subjects.close();
      scratch.remove();
    };
    return { ...subjects, sourceRows, close };
  } catch (error) {
    scratch.remove();
    throw error;
  }
}

async function readFates(store: Store): Promise<DeriveSubjects["sourceRows"]> {
  const found = await store.query(sdtmRowsSql);
  const rows = found.float64("n").values;
  return found.text("fate").map((fate, i) => ({ fate: fate ?? "", rows: rows[i]! }));
}

async function loadDomains(store: Store, folder: string, files: SdtmInput): Promise<void> {
  for (const name of ["tu", "tr", "dm"] as const) {
    const file = files[name];
    const [required, optional] = columnsOf[name];
    if (file === undefined) {
      const columns = [...required, ...optional].map((column) => `${column} varchar`);
      await store.execute(`create table ${name} (${columns.join(", ")})`);
      continue;
    }
    await loadCsv(store, name, { folder, file });
    await requireColumns(store, name, required, file);
    const held = (await store.describe(`select * from ${name}`)).map((column) => column.name);
    for (const column of optional)
      if (!held.includes(column))
        await store.execute(`alter table ${name} add column ${quoteIdentifier(column)} varchar`);
  }
}

/** A role that is none of RECIST's, and results of lesions that nobody identified. */
async function checkLesions(store: Store, { tu, tr }: SdtmInput): Promise<void> {
  const found = await store.query(`select
  (select count(*) from lesions where role is null) as roles,
  (select count(*) from tr where TRLNKID is not null and "row" not in (select "row" from results)) as strangers`);
  const count = (name: string) => found.float64(name).values[0] ?? 0;
  if (count("roles") > 0)
    throw new DataError(
      `${tu}: TUORRES must be TARGET, NON-TARGET or NEW; ${count("roles")} lesions are none of these`,
    );
  if (count("strangers") > 0)
    throw new DataError(
      `${tr}: TRLNKID must be a lesion of the subject and evaluator in ${tu}; ${count("strangers")} rows name none`,
    );
}

async function writeTables(store: Store, folder: string, { start }: SdtmInput): Promise<void> {
  mkdirSync(folder);
  for (const [table, sql] of Object.entries(sdtmTables(start)))
    await writeParquet(store, sql, join(folder, `${table}.parquet`));
}
