import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fingerprintTables, type TableFingerprint } from "../../src/source/fingerprint.js";
import { openSource } from "../../src/source/open-source.js";
import { fullRwid } from "../support/full-rwid.js";
import { type RwidRow, type RwidTables, writeRwid } from "../support/write-rwid.js";

const folder = mkdtempSync(join(tmpdir(), "scanarm-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

async function fingerprintsOf(tables: RwidTables, threads = 2): Promise<readonly TableFingerprint[]> {
  count += 1;
  const source = await openSource({ folder: writeRwid(join(folder, String(count)), tables) }, { threads });
  const fingerprints = await fingerprintTables(source.store);
  source.close();
  return fingerprints;
}
const of = (fingerprints: readonly TableFingerprint[], table: string) =>
  fingerprints.find((one) => one.table === table)?.fingerprint;

const small = { dataset: fullRwid.dataset, patient: fullRwid.patient, observation: fullRwid.observation };
const withObservation = (rows: readonly RwidRow[]) => fingerprintsOf({ ...small, observation: rows });

describe("fingerprintTables", () => {
  it("is the exclusive or of the MD5 of each row's text, as defined", async () => {
    const text = (id: string, num: string, unit: string) =>
      `concept=V4:ecog;observation_id=V1:${id};observed_day=N;observed_on=N;patient_id=V5:cal:1;unit=${unit};value_num=${num};value_text=N;`;
    const rows = [text("1", "V3:1.0", "N"), text("2", "V4:-0.5", "V1:x")];
    const digest = rows
      .map((row) => BigInt(`0x${createHash("md5").update(row).digest().reverse().toString("hex")}`))
      .reduce((a, b) => a ^ b);
    const fingerprints = await withObservation([
      { patient_id: "cal:1", observation_id: 1, concept: "ecog", value_num: 1 },
      { patient_id: "cal:1", observation_id: 2, concept: "ecog", value_num: -0.5, unit: "x" },
    ]);
    expect(of(fingerprints, "observation")).toBe(digest.toString(16).padStart(32, "0"));
  });

  it("lists every table in code-unit order, those without rows as zero", async () => {
    const fingerprints = await fingerprintsOf(small);
    expect(fingerprints).toHaveLength(15);
    const names = fingerprints.map(({ table }) => table);
    expect(names).toEqual([...names].sort());
    expect(fingerprints.find(({ table }) => table === "lesion")).toEqual({
      table: "lesion",
      rows: 0,
      fingerprint: "0".repeat(32),
    });
    expect(fingerprints.find(({ table }) => table === "patient")).toMatchObject({ rows: 3 });
  });

  it("does not depend on row order, column order, absent or empty columns, or threads", async () => {
    const expected = await fingerprintsOf(fullRwid);
    const turned = Object.fromEntries(
      Object.entries(fullRwid).map(([table, rows]) => [
        table,
        [...(rows as readonly RwidRow[])]
          .reverse()
          .map((row) => Object.fromEntries(Object.entries({ ...row }).reverse())),
      ]),
    );
    expect(await fingerprintsOf(turned)).toEqual(expected);
    expect(await fingerprintsOf(fullRwid, 1)).toEqual(expected);
    const named = fullRwid.patient.map((row) => ({ ...row, race: null, ethnicity: "" }));
    expect(await fingerprintsOf({ ...fullRwid, patient: named })).toEqual(expected);
  });

  it("changes in the table, and only there, when any value changes, appears, goes or moves to another column", async () => {
    const row: RwidRow = {
      patient_id: "cal:1",
      observation_id: "1",
      concept: "c",
      value_num: 1,
      value_text: "a",
      unit: "b",
    };
    const other: RwidRow = { patient_id: "cal:2", observation_id: "1", concept: "c", value_num: 2 };
    const base = await withObservation([row, other]);
    const changes: RwidRow[][] = [
      [{ ...row, value_num: 1.0000000000000002 }, other],
      [{ ...row, value_num: null }, other],
      [{ ...row, value_text: "b", unit: "a" }, other],
      [{ ...row, value_text: "ab", unit: null }, other],
      [{ ...row, value_text: null, unit: "ab" }, other],
      [{ ...row, value_text: "a;unit=V1:b" }, other],
      [
        { ...row, value_num: 2 },
        { ...other, value_num: 1 },
      ],
      [{ ...row, value_text: "N" }, other],
      [row],
    ];
    const seen = new Set([of(base, "observation")]);
    for (const rows of changes) {
      const changed = await withObservation(rows);
      seen.add(of(changed, "observation"));
      for (const { table, fingerprint } of changed)
        if (table !== "observation") expect(fingerprint).toBe(of(base, table));
    }
    expect(seen.size).toBe(changes.length + 1);
  });
});
