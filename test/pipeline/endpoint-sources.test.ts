import { rmSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { check } from "../../src/pipeline/check.js";
import { design } from "../../src/pipeline/design.js";
import type { Loose } from "../support/minimal-analysis.js";
import { quietEffects } from "../support/quiet-effects.js";
import { type SmallTables, smallTables, writeSmallStudy } from "../support/small-study.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const set = (value: unknown): Loose => value as Loose;

async function linesOf(
  command: typeof check,
  damage: (tables: SmallTables) => void,
  change: (analysis: Loose) => void = () => undefined,
): Promise<readonly string[]> {
  const tables = smallTables();
  damage(tables);
  const cwd = writeSmallStudy(tables, change);
  folders.push(cwd);
  const host = { node: "", platform: "", arch: "" };
  const input = { effects: quietEffects(), cwd, pid: 1, host, target: "study", out: null, reason: null, asOf: null };
  return (await command({ ...input, tempDirectory: cwd })).lines;
}

/** Events of one dataset alone. */
const only = (dataset: string) => (tables: SmallTables) => {
  tables.collected_event = tables.collected_event!.filter((row) => String(row.patient_id).startsWith(dataset));
};

describe.each([
  ["check", check],
  ["design", design],
])("%s, before any outcome is read", (_, command) => {
  it("refuses an endpoint that no arm's data hold, and names those they hold", async () => {
    const change = (a: Loose) => {
      a.endpoints!.rfs!.event = set("PFS");
    };
    await expect(linesOf(command, () => undefined, change)).rejects.toThrow(
      'collected_event holds no endpoint "PFS"; it holds: RESP, RFS → endpoints.rfs.event',
    );
  });

  it("refuses one that a sensitivity analysis alone asks for, by its name", async () => {
    const change = (a: Loose) => {
      const patch = { endpoints: { rfs: { event: "OS" } } };
      a.sensitivity = set({ other: { label: "O", varies: "v", why: "w", patch, estimates: ["main"] } });
    };
    await expect(linesOf(command, () => undefined, change)).rejects.toThrow(
      /no endpoint "OS".*→ endpoints\.rfs\.event \(sensitivity analysis "other"\)$/,
    );
  });

  it("says which dataset holds none of it, and goes on", async () => {
    expect(await linesOf(command, only("trial"))).toContain(
      'note: dataset "registry" has no "RFS" in collected_event: no contrast can be made of it → endpoints.rfs',
    );
    expect((await linesOf(command, () => undefined)).filter((line) => line.startsWith("note"))).toEqual([]);
  });

  it("refuses an evaluator who decided on none, and an endpoint of the other kind", async () => {
    const evaluator = (a: Loose) => {
      a.endpoints!.rfs!.evaluator = set("reader");
    };
    await expect(linesOf(command, () => undefined, evaluator)).rejects.toThrow(
      'nobody called "reader" decided on "RFS" in collected_event; it holds it by: site → endpoints.rfs.evaluator',
    );
    const kind = (a: Loose) => {
      a.endpoints!.rfs!.event = set("RESP");
    };
    await expect(linesOf(command, () => undefined, kind)).rejects.toThrow(
      'a time-to-event endpoint needs time_days; "RESP" has rows without',
    );
  });

  it("refuses a negative control that the data do not hold", async () => {
    const change = (a: Loose) => {
      const events = ["RFS", "FRACTURE", "CATARACT"];
      a.bias = set({ controls: { method: "negative-controls", estimates: ["main"], events } });
    };
    await expect(linesOf(command, () => undefined, change)).rejects.toThrow(
      /no endpoint "FRACTURE"; it holds: RESP, RFS → bias\.controls\.events\[1\]$/,
    );
  });
});
