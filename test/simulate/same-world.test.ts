import { describe, expect, it } from "vitest";
import { generateBatches } from "../../src/simulate/generate-batches.js";
import { simulatePatient } from "../../src/simulate/simulate-patient.js";
import { resolveWorld, type World } from "../../src/simulate/world.js";

/** Every table of a world as one list of rows. */
function rowsOf(world: World, patientsPerBatch: number): Record<string, string[]> {
  const rows: Record<string, string[]> = {};
  for (const batches of generateBatches(world, { patientsPerBatch })) {
    for (const { table, rowCount, columns } of batches) {
      rows[table] ??= [];
      for (let i = 0; i < rowCount; i += 1) {
        const cells = columns.map((column) =>
          column.type === "text" ? column.values[i] : column.missing?.[i] === 1 ? null : column.values[i],
        );
        rows[table].push(JSON.stringify(cells));
      }
    }
  }
  return rows;
}

const settings = { trialPatients: 30, carePatients: 70, seed: 3 };

describe("a world is the same", () => {
  const world = resolveWorld(settings);
  const whole = rowsOf(world, 500);

  it("every time it is made, and another with another seed", () => {
    expect(rowsOf(world, 500)).toEqual(whole);
    expect(rowsOf(resolveWorld({ ...settings, seed: 4 }), 500)).not.toEqual(whole);
  });

  it.each([1, 7, 100])("in batches of %i patients", (patientsPerBatch) => {
    expect(rowsOf(world, patientsPerBatch)).toEqual(whole);
  });

  it("for each patient, however many there are: a larger world begins with the smaller one", () => {
    const larger = rowsOf(resolveWorld({ ...settings, trialPatients: 40, carePatients: 90 }), 500);
    for (const [table, rows] of Object.entries(whole)) {
      const missing = rows.filter((row) => !new Set(larger[table]).has(row));
      expect(missing, table).toEqual([]);
    }
  });

  it("for one patient alone", () => {
    const alone = simulatePatient(world, "care", 70);
    const again = simulatePatient(world, "care", 70);
    expect(alone.readings).toEqual(again.readings);
    expect(alone.lastDay).toBe(again.lastDay);
  });

  it("in tumours and treatment when only missingness changes", () => {
    const complete = rowsOf(resolveWorld({ ...settings, missingness: "none" }), 500);
    expect(complete.lesion_measurement).toEqual(whole.lesion_measurement);
    expect(complete.ehr_assessment).toEqual(whole.ehr_assessment);
    expect(complete.observation?.length).toBe(100 * 15);
    expect(whole.observation?.length).toBeLessThan(1500);
  });
});
