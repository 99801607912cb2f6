import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type DeriveOptionsJson, deriveEndpoints, type EndpointTables } from "../../src/index.js";
import { hasSharedData, readSharedCsv, readSharedJson } from "../recist/support/shared-data.js";

const folder = fileURLToPath(new URL("../../../shared/data/recist/", import.meta.url));

describe.skipIf(!hasSharedData)("derive on SDTM TR/TU (pharmaversesdtm__{tu,tr}_onco_recist.csv)", () => {
  const reader = "INDEPENDENT ASSESSOR RADIOLOGIST 1";
  const files = {
    shape: "sdtm",
    tu: "pharmaversesdtm__tu_onco_recist.csv",
    tr: "pharmaversesdtm__tr_onco_recist.csv",
  } as const;
  let tables: EndpointTables;
  beforeAll(async () => {
    tables = await deriveEndpoints(folder, {
      input: files,
      imaging: { readers: { rule: "reader", reader } },
      endpoints: {
        BOR: { kind: "best-response", by: "imaging" },
        PFS: { kind: "progression-free-survival", by: "imaging", progressionRule: "admiral" },
      },
    });
  });

  it("reaches all 66 timepoints of rs_onco_recist_strict.csv, three readers", () => {
    const expected = readSharedCsv("rs_onco_recist_strict.csv");
    expect(expected).toHaveLength(66);
    const readerOf = (row: Record<string, string>) => `${row.EVAL} ${row.EVALID}`.trim();
    const places = new Map<string, number>();
    const wanted = expected.map((row) => {
      const sequence = `${row.USUBJID} ${readerOf(row)}`;
      const timepoint = (places.get(sequence) ?? 0) + 1;
      places.set(sequence, timepoint);
      return {
        sequence,
        timepoint,
        target: row.TARGET_RESP === "" ? "NA" : row.TARGET_RESP,
        overall: row.OVERALL_STRICT,
        sum: numberOrNull(row.SUM),
        base: numberOrNull(row.BASE),
        nadir: numberOrNull(row.NADIR_BEFORE),
        complete: row.COMPLETE === "0" ? "N" : "Y",
      };
    });
    const sums = new Map(
      tables.adtr
        .filter((row) => row.PARAMCD === "SDIAM")
        .map((row) => [`${row.USUBJID} ${row.READER} ${row.ATPTN}`, row]),
    );
    const derived = tables.adrs
      .filter((row) => row.PARAMCD === "OVRLRESP")
      .map((row) => {
        const sequence = `${row.USUBJID} ${row.READER}`;
        const sum = sums.get(`${sequence} ${row.ATPTN}`);
        return {
          sequence,
          timepoint: row.ATPTN,
          target: row.TRGRESP,
          overall: row.AVALC,
          sum: sum?.AVAL ?? null,
          base: sum?.BASE ?? null,
          nadir: sum?.NADIR ?? null,
          complete: sum?.COMPLFL ?? "Y",
        };
      });
    const byPlace = (a: { sequence: string; timepoint: unknown }, b: { sequence: string; timepoint: unknown }) =>
      a.sequence === b.sequence ? Number(a.timepoint) - Number(b.timepoint) : a.sequence < b.sequence ? -1 : 1;
    expect(derived.sort(byPlace)).toEqual(wanted.sort(byPlace));
  });

  it("takes the reader who counts alone into the endpoints, one row a subject", () => {
    expect(tables.adrs.filter((row) => row.PARAMCD === "BOR")).toHaveLength(8);
    expect(tables.adtte).toHaveLength(8);
    const accepted = tables.adrs.filter((row) => row.PARAMCD === "OVRLRESP" && row.ACPTFL === "Y");
    expect(new Set(accepted.map((row) => row.READER))).toEqual(new Set([reader]));
    expect(new Set(accepted.map((row) => row.USUBJID)).size).toBe(8);
  });

  it("refuses acceptance that changes from visit to visit: readers are never mixed", async () => {
    await expect(deriveEndpoints(folder, { input: files, imaging: { readers: { rule: "accepted" } } })).rejects.toThrow(
      "reader_assessment.accepted must mark one reader a patient; 8 patients have several",
    );
  });

  it("leads every date of ADTTE back to a row of ADRS", () => {
    for (const row of tables.adtte) {
      if (row.SRCDOM !== "ADRS") continue;
      const source = tables.adrs.filter((other) => other.USUBJID === row.USUBJID && other.ASEQ === row.SRCSEQ);
      expect(source.map(({ ADT, PARAMCD }) => [ADT, PARAMCD])).toEqual([[row.ADT, "OVRLRESP"]]);
    }
  });
});

interface SetParameters {
  readonly function: string;
  readonly ref_confirm?: number;
  readonly max_nr_ne?: number;
  readonly accept_sd?: boolean;
  readonly ref_start_window?: number;
  readonly missing_as_ne?: boolean;
}

const sets = hasSharedData ? readSharedJson<{ sets: Record<string, SetParameters> }>("oracle_sets.json").sets : {};
const expected = hasSharedData ? readSharedCsv("oracle_expected.csv.gz") : [];

describe.skipIf(!hasSharedData)("derive on ready assessments (oracle_subjects.csv, oracle_assessments.csv)", () => {
  it("holds 25 parameter sets and 14,708 expected rows", () => {
    expect(Object.keys(sets)).toHaveLength(25);
    expect(expected).toHaveLength(14_708);
  });

  it.each(Object.entries(sets))("%s", async (id, parameters) => {
    const { adrs, adtte } = await deriveEndpoints(folder, optionsOf(id, parameters));
    const rows = [...adrs.filter((row) => row.PARAMCD === "SET"), ...adtte].map((row) => ({
      USUBJID: row.USUBJID,
      AVALC: row.AVALC ?? "",
      ADT: row.ADT ?? "",
      STARTDT: row.STARTDT ?? "",
      CNSR: String(row.CNSR ?? ""),
      DAYS: row.CNSR === undefined ? "" : String(row.AVAL),
      EVNTDESC: row.EVNTDESC ?? "",
      CNSDTDSC: row.CNSDTDSC ?? "",
    }));
    const wanted = expected.filter(({ SET_ID }) => SET_ID === id).map(({ SET_ID: _, ...row }) => row);
    expect(rows).toEqual(wanted.sort((a, b) => (a.USUBJID! < b.USUBJID! ? -1 : 1)));
  });
});

function optionsOf(id: string, set: SetParameters): DeriveOptionsJson {
  const by = { by: "imaging" } as const;
  const confirmed = set.ref_confirm !== undefined;
  const endpoint = (): NonNullable<DeriveOptionsJson["endpoints"]>[string] => {
    switch (set.function) {
      case "derive_param_confirmed_bor":
      case "derive_param_bor":
        return { kind: "best-response", ...by, confirmed, mode: "admiralonco" };
      case "derive_param_confirmed_resp":
      case "derive_param_response":
        return { kind: "response", ...by, confirmed, mode: "admiralonco", denominator: "all" };
      case "derive_param_clinbenefit":
        return { kind: "clinical-benefit", ...by, confirmed: false };
    }
    switch (id) {
      case "PFS_std":
        return { kind: "progression-free-survival", ...by, progressionRule: "admiral" };
      case "PFS_nact":
        return { kind: "progression-free-survival", ...by, progressionRule: "admiral-to-new-therapy" };
      case "TTP":
        return { kind: "time-to-progression", ...by, progressionRule: "admiral" };
      case "OS":
        return { kind: "overall-survival" };
      default:
        return { kind: "duration-of-response", ...by, confirmed: false, progressionRule: "admiral" };
    }
  };
  return {
    input: {
      shape: "assessments",
      // oracle_sets.json: for BOR the rows not done were removed first.
      assessments: { file: "oracle_assessments.csv", notDone: set.function === "derive_param_bor" ? "drop" : "keep" },
      subjects: {
        file: "oracle_subjects.csv",
        start: "RANDDT",
        death: "DTHDT",
        lastAlive: "LSTALVDT",
        newTherapy: "NACTDT",
      },
    },
    imaging: {
      options: {
        confirmationDays: set.ref_confirm ?? 0,
        maxNotEvaluableBetween: set.max_nr_ne ?? 1,
        maxStableBetween: set.accept_sd === true ? 1 : 0,
        minimumStableDays: set.ref_start_window ?? 0,
        missingAsNotEvaluable: set.missing_as_ne === true,
      },
    },
    endpoints: { SET: endpoint() },
  };
}

function numberOrNull(text: string | undefined): number | null {
  return text === "" || text === undefined ? null : Number(text);
}
