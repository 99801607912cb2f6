import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generateBatches } from "../../src/simulate/generate-batches.js";
import { worldTables } from "../../src/simulate/tables.js";
import { resolveWorld, type World } from "../../src/simulate/world.js";
import { contract } from "../../src/source/contract.js";
import type { ContractTable } from "../../src/source/contract-table.js";
import { openSource } from "../../src/source/open-source.js";
import { physicalColumns } from "../../src/source/physical-columns.js";
import { openStore } from "../../src/store/open-store.js";
import { writeTable } from "../../src/store/write-table.js";

const folder = mkdtempSync(join(tmpdir(), "world-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The world as a DuckDB file with the tables in schema rwid. */
async function writeWorld(name: string, world: World): Promise<string> {
  const path = join(folder, `${name}.duckdb`);
  const store = await openStore({ path });
  const made = new Set<string>();
  for (const batches of generateBatches(world)) {
    for (const { table, columns } of batches) {
      if (made.has(table)) await store.append({ schema: "rwid", name: table }, columns);
      else await writeTable(store, { schema: "rwid", name: table }, columns);
      made.add(table);
    }
  }
  store.close();
  return path;
}

const small = { trialPatients: 60, carePatients: 400, seed: 7 };
const worlds: Record<string, Partial<World>> = {
  plain: { monthOnlyDeaths: false, missingness: "none" },
  sample: {},
  weak: {
    confounding: "unmeasured",
    missingness: "mnar",
    delayedEntry: true,
    informativeLoss: true,
    calendarDrift: true,
    careScanFactor: 2,
    effect: 0,
  },
};

describe("the data of a world", () => {
  it.each(Object.entries(worlds))("keep the data contract without a breach: %s", async (name, settings) => {
    const source = await openSource({ duckdb: await writeWorld(name, resolveWorld({ ...small, ...settings })) });
    try {
      const patients = await source.store.query("select count(*) as n from rwid.patient");
      expect(patients.float64("n").values[0]).toBe(460);
    } finally {
      source.close();
    }
  });

  it("use only tables and columns of the contract", () => {
    for (const batches of generateBatches(resolveWorld({ ...small, trialPatients: 2, carePatients: 2 }))) {
      for (const { table, columns } of batches) {
        const declared: ContractTable = contract[table as keyof typeof contract];
        const known = physicalColumns(declared).map(({ name, type }) => `${name} ${type}`);
        expect(columns.map(({ name, type }) => `${name} ${type}`).filter((each) => !known.includes(each))).toEqual([]);
      }
    }
    expect(worldTables.filter((table) => !(table in contract))).toEqual([]);
  });
});
