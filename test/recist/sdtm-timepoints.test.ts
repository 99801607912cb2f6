import { describe, expect, it } from "vitest";
import { derive, type TestRow } from "./support/sequence.js";
import { dayOf, hasSharedData, readSharedCsv } from "./support/shared-data.js";

/**
 * SDTM TU/TR of 8 subjects and 3 readers → every timepoint of the strict RS. The first scan is the baseline and the
 * start.
 */
describe.skipIf(!hasSharedData)("TR/TU to the strict timepoints (rs_onco_recist_strict.csv)", () => {
  const expected = hasSharedData ? readSharedCsv("rs_onco_recist_strict.csv") : [];
  const keys = [...new Set(expected.map(keyOf))];

  it("holds 66 timepoints of 24 sequences", () => {
    expect(expected).toHaveLength(66);
    expect(new Set(expected.map((row) => row.USUBJID)).size).toBe(8);
    expect(new Set(expected.map((row) => row.EVAL + row.EVALID!)).size).toBe(3);
  });

  it.each(keys)("%s", (key) => {
    const timepoints = expected.filter((row) => keyOf(row) === key);
    const rows = lesionRowsOf(key);
    const { timepoints: derived } = derive(rows);
    expect(
      derived.map(({ target, response, sumMm, nadirMm, missing }) => ({
        target,
        response,
        sumMm,
        nadirMm,
        missing: missing > 0,
      })),
    ).toEqual(
      timepoints.map((row) => ({
        target: row.TARGET_RESP === "" ? "NA" : row.TARGET_RESP,
        response: row.OVERALL_STRICT,
        sumMm: numberOrNull(row.SUM),
        nadirMm: numberOrNull(row.NADIR_BEFORE),
        missing: row.COMPLETE === "0",
      })),
    );
    const { baseline } = derive(rows).workspace;
    for (const { BASE } of timepoints) if (BASE !== "") expect(baseline.sum / 100).toBe(Number(BASE));
  });
});

function keyOf(row: Record<string, string>): string {
  return [row.USUBJID, row.EVAL, row.EVALID].join(" · ");
}

/**
 * The rows of one subject and reader: nodes by their short axis (LPERP), other targets by LDIAM, non-targets by state.
 */
function lesionRowsOf(key: string): TestRow[] {
  const reader = (row: Record<string, string>, domain: string) =>
    [row.USUBJID, row[`${domain}EVAL`], row[`${domain}EVALID`]].join(" · ");
  const nodes = new Set(
    readSharedCsv("pharmaversesdtm__tu_onco_recist.csv")
      .filter((row) => reader(row, "TU") === key && row.TULOC === "LYMPH NODE")
      .map((row) => row.TULNKID),
  );
  const measurements = readSharedCsv("pharmaversesdtm__tr_onco_recist.csv").filter((row) => reader(row, "TR") === key);
  const start = Math.min(...measurements.map((row) => dayOf(row.TRDTC!)));
  return measurements.flatMap((row): TestRow[] => {
    const node = nodes.has(row.TRLNKID);
    const common = { day: dayOf(row.TRDTC!) - start, lesion: row.TRLNKID!, node };
    if (row.TRGRPID === "NON-TARGET") {
      return [{ ...common, role: "nonTarget", state: row.TRSTRESC === "ABSENT" ? "absent" : "present" }];
    }
    if (row.TRTESTCD !== (node ? "LPERP" : "LDIAM")) return [];
    return [{ ...common, axis: node ? "short" : "long", mm: Number(row.TRSTRESN) }];
  });
}

function numberOrNull(text: string | undefined): number | null {
  return text === "" || text === undefined ? null : Number(text);
}
