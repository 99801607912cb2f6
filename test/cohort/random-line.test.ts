import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deriveIndex } from "../../src/cohort/derive-index.js";
import { openSource } from "../../src/source/open-source.js";
import { type RwidRow, writeRwid } from "../support/write-rwid.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const ids = Array.from({ length: 300 }, (_, k) => `care:${k + 1}`);
const starts = ["2020-01-01", "2020-02-01", "2020-03-01"];
const lines: RwidRow[] = ids.flatMap((patient_id) => [
  ...starts.map((started_on, k) => ({ patient_id, line_number: k + 1, regimen: "docetaxel", started_on })),
  { patient_id, line_number: 4, regimen: "docetaxel", started_on: null },
]);

/** Which line, 1 to 3, is each patient's index. */
async function draw(therapy_line: RwidRow[], seed?: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-lines-"));
  folders.push(folder);
  const source = await openSource({
    folder: writeRwid(folder, {
      dataset: [{ dataset_id: "care", kind: "registry", time_basis: "calendar", name: "Care" }],
      patient: ids.map((patient_id) => ({ patient_id, dataset_id: "care", birth_year: 1950, sex: "female" })),
      therapy_line,
    }),
  });
  try {
    const rule = { rule: "therapy-line", which: "random", ...(seed === undefined ? {} : { seed }) } as const;
    const arm = { label: "Care", dataset: "care", index: rule, eligibility: [] };
    const index = await deriveIndex(source.store, arm, "control");
    expect(new Set(index.patientId)).toEqual(new Set(ids));
    return ids.map((id) => starts.indexOf(index.indexOn[index.patientId.indexOf(id)]!) + 1);
  } finally {
    source.close();
  }
}

describe("an index at a random line of therapy", () => {
  it("is the dated line whose hash of seed, patient and line is least, in any order of the rows", async () => {
    const byHand = ids.map((id) => {
      const hashes = [1, 2, 3].map((line) => createHash("md5").update(`0/${id}/${line}`).digest("hex"));
      return hashes.indexOf([...hashes].sort()[0]!) + 1;
    });
    expect(await draw(lines)).toEqual(byHand);
    expect(await draw([...lines].reverse())).toEqual(byHand);
  });

  it("is each line about as often, and another with another seed", async () => {
    const first = await draw(lines);
    for (const line of [1, 2, 3]) expect(Math.abs(first.filter((each) => each === line).length - 100)).toBeLessThan(30);
    const second = await draw(lines, 1);
    const same = second.filter((line, k) => line === first[k]).length;
    expect(Math.abs(same - 100)).toBeLessThan(30);
  });
});
