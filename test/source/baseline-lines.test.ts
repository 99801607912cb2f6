import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { baselineTables } from "../../src/source/baseline-tables.sql.js";
import { type Baseline, openBaseline } from "../../src/source/baseline-view.js";
import { contract } from "../../src/source/contract.js";
import type { ContractTable } from "../../src/source/contract-table.js";
import { openSource, type Source } from "../../src/source/open-source.js";
import type { Store } from "../../src/store/store.js";
import { fullRwid } from "../support/full-rwid.js";
import { writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
/** The line, its patient and its index. */
const lines = [
  ["cal:1 line 1", "cal:1", "2020-03-01", 0],
  ["cal:1 line 2", "cal:1", "2020-07-01", 0],
  ["day:1 line 1", "day:1", null, -90],
  ["day:1 line 2", "day:1", null, 60],
] as const;
const indexOf = (chosen: readonly (typeof lines)[number][], named: 0 | 1) => ({
  patientId: chosen.map((line) => line[named]),
  indexOn: chosen.map((line) => line[2]),
  indexDay: Int32Array.from(chosen, (line) => line[3]),
});
let source: Source;
let all: Baseline;
beforeAll(async () => {
  source = await openSource({ folder: writeRwid(join(folder, "in"), fullRwid) }, { tempDirectory: join(folder, "t") });
  all = await openBaseline(source, { ...indexOf(lines, 0), lines: { sourceId: lines.map((line) => line[1]) } });
});
afterAll(() => {
  all.store.close();
  source.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The rows of a table as text, in the order of the store. */
async function rowsOf(store: Store, table: string, where = "true"): Promise<string[]> {
  const from = `(select * from baseline.${table} where ${where}) as t`;
  return (await store.query(`select to_json(t)::varchar as line from ${from}`)).text("line").map(String);
}

describe("a baseline of lines of therapy", () => {
  it.each(baselineTables.map(({ table }) => table).filter((table) => table !== "dataset"))(
    "holds of each line what its patient's baseline at that index holds: %s",
    async (table) => {
      const isByStudy = (contract[table] as ContractTable).role.kind === "by-study";
      let rows = 0;
      for (const line of lines) {
        const alone = await openBaseline(source, indexOf([line], 1));
        const expected = await rowsOf(alone.store, table);
        alone.store.close();
        const own = isByStudy ? `study_uid like '% of ${line[0]}'` : `patient_id = '${line[0]}'`;
        const found = await rowsOf(all.store, table, own);
        const unnamed = (row: string) =>
          row.replaceAll(` of ${line[0]}`, "").replaceAll(`"${line[0]}"`, `"${line[1]}"`);
        expect(found.map(unnamed)).toEqual(expected);
        rows += found.length;
      }
      expect(rows).toBe((await rowsOf(all.store, table)).length);
      expect(rows).toBeGreaterThan(0);
    },
  );

  it.each(baselineTables.map(({ table }) => table))("keeps the key of %s", async (table) => {
    const key = (contract[table] as ContractTable).key.join(", ");
    const counted = await all.store.query(
      `select count(*) as n from (select ${key} from baseline.${table} group by all having count(*) > 1)`,
    );
    expect(counted.float64("n").values[0]).toBe(0);
  });
});
