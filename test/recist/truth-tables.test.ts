import { describe, expect, it } from "vitest";
import { deriveBestResponseRecist11 } from "../../src/recist/best-response-recist11.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { cellOf } from "../../src/recist/overall-response.js";
import { RECIST11 } from "../../src/recist/recist11.js";
import { RESPONSE_LABELS } from "../../src/recist/response.js";
import { derive, type TestRow } from "./support/sequence.js";
import { hasSharedData, readSharedJson } from "./support/shared-data.js";

interface PartsRow {
  readonly target: string;
  readonly non_target: string;
  readonly new_lesion: boolean;
  readonly overall: string;
  readonly row?: number;
}
interface PairRow {
  readonly first: string;
  readonly subsequent: string;
  readonly bor_if_first_meets_min_sd: string;
  readonly bor_otherwise: string;
}
interface Measurement {
  readonly id: string;
  readonly node: boolean;
  readonly mm?: number;
  readonly token?: string;
}
interface NumericCase {
  readonly id: string;
  readonly baseline_targets: readonly Measurement[];
  readonly visits: readonly {
    readonly t: readonly Measurement[];
    readonly expect: string;
    readonly sum?: number;
    readonly flag?: string;
  }[];
  readonly options?: { readonly hold_pr?: boolean };
}
interface TruthTables {
  readonly table1_with_target: readonly PartsRow[];
  readonly table2_non_target_only: readonly PartsRow[];
  readonly table3_bor_confirmation_required: readonly PairRow[];
  readonly numeric_cases: readonly NumericCase[];
}

const tables: TruthTables = hasSharedData
  ? readSharedJson<TruthTables>("recist_truth_tables.json")
  : { table1_with_target: [], table2_non_target_only: [], table3_bor_confirmation_required: [], numeric_cases: [] };

describe.skipIf(!hasSharedData)("RECIST 1.1 truth tables (recist_truth_tables.json)", () => {
  it("holds the rows that are to be checked", () => {
    expect(tables.table1_with_target).toHaveLength(50);
    expect(tables.table2_non_target_only).toHaveLength(8);
    expect(tables.table3_bor_confirmation_required).toHaveLength(11);
    expect(tables.numeric_cases).toHaveLength(20);
  });

  it("combines the parts as tables 1 and 2 do", () => {
    for (const { target, non_target, new_lesion, overall, row } of [
      ...tables.table1_with_target,
      ...tables.table2_non_target_only,
    ]) {
      const place = cellOf(codeOf(target), codeOf(non_target), new_lesion ? 1 : 0);
      const title = `${target} ${non_target} ${new_lesion}`;
      expect(RESPONSE_LABELS[RECIST11.combine.overall[place]!], title).toBe(overall);
      if (row !== undefined) expect(RECIST11.combine.row[place], title).toBe(row);
    }
  });

  it.each(tables.table3_bor_confirmation_required)("table 3: $first then $subsequent", (pair) => {
    expect(bestOf(pair, 56)).toBe(pair.bor_if_first_meets_min_sd);
    expect(bestOf(pair, 20)).toBe(pair.bor_otherwise);
  });

  it.each(tables.numeric_cases)("numeric case $id", ({ baseline_targets, visits, options }) => {
    const rows: TestRow[] = [
      ...baseline_targets.map((lesion) => rowOf(lesion, -7)),
      ...visits.flatMap(({ t }, i) => t.map((lesion) => rowOf(lesion, 42 * (i + 1)))),
    ];
    const { timepoints } = derive(rows, { holdPartialResponse: options?.hold_pr === true });
    expect(timepoints.map(({ response }) => response)).toEqual(visits.map((visit) => visit.expect));
    visits.forEach(({ sum, flag }, i) => {
      if (sum !== undefined) expect(timepoints[i]!.sumMm).toBe(sum);
      if (flag === "equivocal_node_regrowth") expect(timepoints[i]!.flags).toContain("nodeRegrowth");
    });
  });
});

function codeOf(label: string): number {
  const code = (RESPONSE_LABELS as readonly string[]).indexOf(label);
  if (code < 0) throw new RangeError(`unknown response ${label}`);
  return code;
}

function bestOf({ first, subsequent }: PairRow, firstDay: number): string {
  const columns = { day: [firstDay, firstDay + 28], response: [codeOf(first), codeOf(subsequent)] };
  const best = deriveBestResponseRecist11({ columns, from: 0, to: 2 }, RECIST_DEFAULTS);
  return RESPONSE_LABELS[best.response]!;
}

function rowOf({ id, node, mm, token }: Measurement, day: number): TestRow {
  if (token === "TOO SMALL TO MEASURE") return { day, lesion: id, node, state: "tooSmall" };
  if (mm === undefined) throw new RangeError(`unknown token ${token}`);
  return { day, lesion: id, node, mm };
}
