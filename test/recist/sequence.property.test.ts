import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveTimepoints } from "../../src/recist/derive-timepoints.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { RECIST11 } from "../../src/recist/recist11.js";
import { RESPONSE_LABELS } from "../../src/recist/response.js";
import { createWorkspace } from "../../src/recist/workspace.js";
import { lesionRows } from "./support/arbitrary.js";
import { derive, rowsOf, type TestRow, timepointsOf } from "./support/sequence.js";

const SEED = { seed: 20240611, numRuns: 400 };

/** What a sequence is found to be: timepoints without row numbers, and the best response. */
function findings(rows: readonly TestRow[]) {
  const { workspace, timepoints } = derive(rows);
  return { timepoints: timepoints.map(({ evidenceRow: _, ...timepoint }) => timepoint), best: bestOf(workspace) };
}

function bestOf({ timepoints }: ReturnType<typeof createWorkspace>): string {
  const best = RECIST11.rollUp.confirmed({ columns: timepoints, from: 0, to: timepoints.count }, RECIST_DEFAULTS);
  return RESPONSE_LABELS[best.response]!;
}

describe("properties of a derived sequence", () => {
  it("row order changes nothing", () => {
    fc.assert(
      fc.property(lesionRows, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (rows, keys) => {
        const shuffled = rows.map((row) => ({ row, key: keys.next().value as number })).sort((a, b) => a.key - b.key);
        expect(findings(shuffled.map(({ row }) => row))).toEqual(findings(rows));
      }),
      SEED,
    );
  });

  it("the patient's place among others changes nothing, nor does who was derived before in the same memory", () => {
    fc.assert(
      fc.property(lesionRows, lesionRows, (rows, others) => {
        const workspace = createWorkspace();
        const settings = { criteria: RECIST11, options: RECIST_DEFAULTS };
        deriveTimepoints(workspace, rowsOf(others), { from: 0, to: others.length }, settings);
        const range = { from: 17, to: 17 + rows.length };
        deriveTimepoints(workspace, rowsOf(rows, 17), range, settings);
        const moved = timepointsOf(workspace).map(({ evidenceRow: _, ...timepoint }) => timepoint);
        expect({ timepoints: moved, best: bestOf(workspace) }).toEqual(findings(rows));
      }),
      SEED,
    );
  });

  it("the names of lesions change nothing", () => {
    fc.assert(
      fc.property(lesionRows, (rows) => {
        const renamed = rows.map((row) => ({ ...row, lesion: [...row.lesion].reverse().join("") }));
        expect(findings(renamed)).toEqual(findings(rows));
      }),
      SEED,
    );
  });

  it("a scan after the first PD changes no best response, unless it confirms an equivocal new lesion (N3)", () => {
    fc.assert(
      fc.property(
        lesionRows,
        fc.integer({ min: 15, max: 90 }),
        fc.integer({ min: 0, max: 700 }),
        (rows, gap, tenths) => {
          const { timepoints, best } = findings(rows);
          fc.pre(timepoints.some(({ response }) => response === "PD"));
          const last = Math.max(...rows.map(({ day }) => day));
          const targets = [...new Set(rows.filter(({ role }) => role === undefined).map(({ lesion }) => lesion))];
          const later = targets.map(
            (lesion): TestRow => ({ ...rows.find((row) => row.lesion === lesion)!, day: last + gap, mm: tenths / 10 }),
          );
          expect(findings([...rows, ...later]).best).toBe(best);
          const fresh: TestRow = { day: last + gap, lesion: "Y", role: "new", state: "present" };
          expect(findings([...rows, ...later, fresh]).best).toBe(best);
        },
      ),
      SEED,
    );
  });

  it("confirming an equivocal new lesion after PD may move PD back, never forward", () => {
    fc.assert(
      fc.property(lesionRows, fc.integer({ min: 15, max: 90 }), (rows, gap) => {
        const firstPd = (list: readonly TestRow[]) =>
          findings(list).timepoints.find(({ response }) => response === "PD")?.day;
        const before = firstPd(rows);
        const equivocal = rows.find((row) => row.certainty === "equivocal" && row.state === "present");
        fc.pre(before !== undefined && equivocal !== undefined);
        const last = Math.max(...rows.map(({ day }) => day));
        const confirmed: TestRow = { ...equivocal!, day: last + gap, certainty: "unequivocal" };
        expect(firstPd([...rows, confirmed])).toBeLessThanOrEqual(before!);
      }),
      SEED,
    );
  });

  it("scaling non-nodal measured diameters changes no category where every change exceeds 5 mm at both scales", () => {
    // Tenths of a millimetre, whole factors: both scales are exact. Sums move by more than 5 mm from any nadir, or not
    // at all.
    const sums = fc.array(fc.constantFrom(0, 100, 200, 300, 400, 500, 600), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(200, 300, 400), sums, fc.integer({ min: 2, max: 5 }), (baseline, visits, factor) => {
        const rowsAt = (scale: number): TestRow[] =>
          [baseline, ...visits].map((tenths, i) => ({
            day: i === 0 ? -7 : 42 * i,
            lesion: "A",
            mm: (tenths * scale) / 10,
          }));
        const categories = (scale: number) =>
          findings(rowsAt(scale)).timepoints.map(({ target, response }) => [target, response]);
        expect(categories(factor)).toEqual(categories(1));
      }),
      SEED,
    );
  });

  it("rows in = rows used + rows set aside: every row has a fate", () => {
    fc.assert(
      fc.property(lesionRows, (rows) => {
        expect(derive(rows).fates).toHaveLength(rows.length);
        expect(derive(rows).fates).not.toContain("unread");
      }),
      SEED,
    );
  });

  it("PD is dated by a row of its timepoint that is there, and timepoints are in order", () => {
    fc.assert(
      fc.property(lesionRows, (rows) => {
        const { timepoints } = derive(rows);
        for (const { response, evidenceRow, day } of timepoints) {
          expect(evidenceRow >= 0).toBe(response === "PD");
          if (evidenceRow >= 0) expect(rows[evidenceRow]!.day).toBe(day);
        }
        const days = timepoints.map(({ day }) => day);
        expect(days).toEqual([...days].sort((a, b) => a - b));
      }),
      SEED,
    );
  });
});
