import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { LockError } from "../../src/errors.js";
import { analyse, prepareDesigns } from "../../src/pipeline/analyse.js";
import { writeResults } from "../../src/pipeline/assemble-results.js";
import { lockDesign, noteResults } from "../../src/pipeline/lock-design.js";
import { makeSeal } from "../../src/pipeline/make-lock.js";
import { openStudy, type Study } from "../../src/pipeline/open-study.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";
import { type RwidRow, writeRwid } from "../support/write-rwid.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

function write(tables: SmallTables, change?: (analysis: Loose) => void): string {
  const folder = writeSmallStudy(tables, change);
  folders.push(folder);
  return folder;
}

const open = (folder: string): Promise<Study> => openStudy({ analysis: "study", cwd: folder, effects: quietEffects() });

async function lock(folder: string, reason: string | null = null): Promise<{ lock: string; seal: string }> {
  const study = await open(folder);
  const { source, designs } = await prepareDesigns(study);
  try {
    lockDesign(study, designs, await makeSeal(source), reason);
  } finally {
    source.close();
  }
  const read = (name: string) => readFileSync(join(folder, "study", "lock", name), "utf8");
  return { lock: read("design.lock.json"), seal: read("data.seal.json") };
}

/** Edits that a blind design must not see: outcome rows, and rows dated after index. */
const edits: Record<string, (tables: SmallTables, row: number) => void> = {
  "another event time": (t, row) =>
    edit(t, "collected_event", row, (r) =>
      r.endpoint === "RFS" ? { ...r, time_days: Number(r.time_days) + 1 } : { ...r, event: r.event !== true },
    ),
  "an event deleted": (t, row) => {
    t.collected_event!.splice(row % t.collected_event!.length, 1);
  },
  "a later survival date": (t, row) =>
    edit(t, "vital_status", row, (r) => ({ ...r, last_known_alive_day: Number(r.last_known_alive_day) + 5 })),
  "a scan after index moved": (t, row) => edit(t, "imaging_study", row | 1, (r) => ({ ...r, performed_day: 25 })),
  "a stage after index changed": (t, row) =>
    edit(t, "observation", 3 * (row % 120) + 1, (r) => ({ ...r, value_text: "V" })),
  "an observation after index deleted": (t, row) => {
    t.observation!.splice(3 * (row % 120) + 1, 1);
  },
};

function edit(tables: SmallTables, table: string, row: number, change: (row: RwidRow) => RwidRow): void {
  const rows = tables[table]!;
  const at = row % rows.length;
  rows[at] = change(rows[at]!);
}

describe("blindness", () => {
  it("leaves the lock byte-identical when outcomes or anything after index change, while the seal changes and analyze refuses", async () => {
    const folder = write(smallTables());
    const before = await lock(folder);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(edits)), fc.nat(10_000), async (name, row) => {
        const tables = smallTables();
        edits[name]!(tables, row);
        const other = write(tables);
        const after = await lock(other);
        expect(after.lock, name).toBe(before.lock);
        expect(after.seal, name).not.toBe(before.seal);
        // The first lock, now over the changed data.
        writeRwid(join(folder, "study", "data"), tables);
        const study = await open(folder);
        await expect(analyse(study, false), name).rejects.toThrow(/the data are not those that were sealed/);
        writeRwid(join(folder, "study", "data"), smallTables());
      }),
      { seed: 3, numRuns: 12 },
    );
  });

  it("changes the lock when a baseline value changes", async () => {
    const before = await lock(write(smallTables()));
    const tables = smallTables();
    edit(tables, "patient", 7, (row) => ({ ...row, age_at_index: Number(row.age_at_index) + 1 }));
    expect((await lock(write(tables))).lock).not.toBe(before.lock);
  });

  it("names a criterion that reads past index in the lock, and shows it such data", async () => {
    const folder = write(smallTables(), (a) => {
      a.cohort!.eligibility = set([
        {
          kind: "sql",
          label: "A scan after index",
          postIndex: true,
          sql: "select patient_id from rwid.imaging_study where performed_day between 1 and 24",
        },
      ]);
    });
    expect(JSON.parse((await lock(folder)).lock).postIndex).toEqual(["main/both arms: A scan after index"]);
    const tables = smallTables();
    edit(tables, "imaging_study", 1, (row) => ({ ...row, performed_day: 25 }));
    const moved = write(tables, (a) => {
      a.cohort!.eligibility = set([
        {
          kind: "sql",
          label: "A scan after index",
          postIndex: true,
          sql: "select patient_id from rwid.imaging_study where performed_day between 1 and 24",
        },
      ]);
    });
    expect(JSON.parse((await lock(moved)).lock).variants[0].patients.trial).toBe(39);
  });
});

describe("the lock", () => {
  it("is needed by analyze", async () => {
    await expect(analyse(await open(write(smallTables())), false)).rejects.toThrow(LockError);
  });

  it("refuses a changed design, and says what changed", async () => {
    const folder = write(smallTables());
    await lock(folder);
    const changed = write(smallTables(), (a) => {
      a.designs!.weighted!.propensity!.terms = set(["age"]);
    });
    cpSync(join(folder, "study", "lock"), join(changed, "study", "lock"), { recursive: true });
    await expect(analyse(await open(changed), false)).rejects.toThrow(
      /the design sections of the analysis file .* were changed/,
    );
    await expect(analyse(await open(changed), true)).rejects.toThrow(LockError);
  });

  it("labels an estimate added after it DATA DRIVEN, and records one that was changed or dropped", async () => {
    const folder = write(smallTables());
    await lock(folder);
    const added = write(smallTables(), (a) => {
      a.estimates!.breslow = set({
        measure: "hazard-ratio",
        label: "Breslow",
        endpoint: "rfs",
        design: "weighted",
        role: "exploratory",
        ties: "breslow",
      });
      delete a.estimates!.crude;
    });
    cpSync(join(folder, "study", "lock"), join(added, "study", "lock"), { recursive: true });
    const results = await analyse(await open(added), false);
    expect(results.lock.dataDriven).toEqual(["estimates.breslow"]);
    expect(results.lock.deviations).toEqual([{ what: "estimates.crude", kind: "dropped" }]);
  });

  it("may be replaced freely before results exist, and only with a reason afterwards, which the new lock keeps", async () => {
    const folder = write(smallTables());
    await lock(folder);
    const rewrite = (terms: string[]) => {
      const tables = smallTables();
      const other = write(tables, (a) => {
        a.designs!.weighted!.propensity!.terms = set(terms);
      });
      cpSync(join(other, "study", "analysis.json"), join(folder, "study", "analysis.json"));
    };
    rewrite(["age"]);
    await lock(folder);
    const study = await open(folder);
    await analyse(study, false);
    noteResults(study);
    rewrite(["stage"]);
    await expect(lock(folder)).rejects.toThrow(/outcomes of this analysis were read .*the design sections/);
    const replaced = JSON.parse((await lock(folder, "stage alone was meant")).lock);
    expect(replaced.resultsExisted).toBe(true);
    expect(replaced.replaced.map((entry: { reason: string }) => entry.reason)).toEqual([
      "replaced before any outcome was read",
      "stage alone was meant",
    ]);
  });
});

describe("determinism", () => {
  const run = async (tables: SmallTables): Promise<string> => {
    const folder = write(tables);
    return writeResults(await analyse(await open(folder), true)).replace(/"lockHash": "[0-9a-f]+"/, "");
  };

  it("gives the same bytes twice, and for any order of the input rows", async () => {
    const first = await run(smallTables());
    expect(await run(smallTables())).toBe(first);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (turn) => {
        const tables = smallTables();
        for (const rows of Object.values(tables))
          rows.sort((a, b) => scramble(JSON.stringify(a), turn) - scramble(JSON.stringify(b), turn));
        expect(await run(tables)).toBe(first);
      }),
      { seed: 5, numRuns: 4 },
    );
  });
});

function scramble(text: string, turn: number): number {
  let hash = turn;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1);
  return hash;
}
