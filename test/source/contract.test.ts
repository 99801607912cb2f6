import { describe, expect, it } from "vitest";
import { contract, tableNames } from "../../src/source/contract.js";
import type { ContractTable } from "../../src/source/contract-table.js";
import { physicalColumns } from "../../src/source/physical-columns.js";

const tables = tableNames.map((name): [string, ContractTable] => [name, contract[name]]);

describe("the data contract", () => {
  it("holds the fifteen tables of the data model", () => {
    expect(tableNames).toEqual([
      "dataset",
      "patient",
      "diagnosis",
      "therapy_line",
      "drug_exposure",
      "observation",
      "vital_status",
      "imaging_study",
      "lesion",
      "local_therapy",
      "lesion_measurement",
      "reader_assessment",
      "ehr_assessment",
      "radiomic_feature",
      "collected_event",
    ]);
  });

  it("keeps outcomes apart", () => {
    const outcomes = tables.filter(([, table]) => table.role.kind === "outcome").map(([name]) => name);
    expect(outcomes).toEqual(["vital_status", "reader_assessment", "ehr_assessment", "collected_event"]);
  });

  it.each(tables)("names only what exists in table %s", (_, table) => {
    const names = table.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const part of table.key) expect(names).toContain(part);
    if (table.role.kind === "by-date") {
      const { date } = table.role;
      expect(table.columns.find(({ name }) => name === date)?.type).toBe("time");
    }
    for (const reference of table.references) {
      expect(tableNames).toContain(reference.table);
      for (const column of reference.columns) expect(names).toContain(column);
      const target: ContractTable = contract[reference.table as keyof typeof contract];
      const targetNames = target.columns.map(({ name }) => name);
      for (const column of reference.to ?? reference.columns) expect(targetNames).toContain(column);
    }
  });

  it("gives every time column its twins and lets each table with times reach a patient", () => {
    for (const [, table] of tables) {
      const times = table.columns.filter(({ type }) => type === "time");
      const physical = physicalColumns(table);
      for (const { name } of times) {
        expect(physical).toContainEqual({ name: `${name}_on`, type: "date" });
        expect(physical).toContainEqual({ name: `${name}_day`, type: "integer" });
      }
      if (times.length > 0) expect(table.columns.map(({ name }) => name)).toContain("patient_id");
    }
  });
});
