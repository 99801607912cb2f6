import { describe, expect, it } from "vitest";
import { DataError, SpecError } from "../../src/errors.js";
import type { BestResponse } from "../../src/recist/best-response.js";
import {
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
  findClinicalBenefitDay,
  findConfirmedResponse,
  findResponse,
  hasPartialAfterComplete,
} from "../../src/recist/best-response-admiralonco.js";
import { endOfDays } from "../../src/recist/countable-rows.js";
import { checkSources } from "../../src/recist/endpoint-rule-checks.js";
import { NEVER } from "../../src/recist/lesion-rows.js";
import { codeResponses, RESPONSE, RESPONSE_LABELS, type ResponseColumns } from "../../src/recist/response.js";
import { type AdmiralCase, groupsOf, readAdmiralCases, type SourceParameters } from "./support/admiral-cases.js";
import { type Row, readExpression } from "./support/r-expression.js";
import { hasSharedData } from "./support/shared-data.js";

const FUNCTIONS = [
  "derive_param_confirmed_resp",
  "derive_param_confirmed_bor",
  "derive_param_bor",
  "derive_param_response",
  "derive_param_clinbenefit",
  "filter_pd",
];
const cases = readAdmiralCases().filter((one) => FUNCTIONS.includes(one.function));

describe.skipIf(!hasSharedData)("admiralonco's response functions (admiralonco_cases.json)", () => {
  it("holds the 34 cases of six functions", () => {
    expect(cases).toHaveLength(34);
  });

  it.each(cases.filter(({ kind }) => kind !== "error"))("$id", (one) => {
    expect(derive(one)).toEqual(one.expected.map(resultOf));
    if (one.function.startsWith("derive_param_confirmed")) {
      const warns = subjectsOf(one).some(({ columns, to }) => hasPartialAfterComplete(columns, { from: 0, to }));
      expect(warns).toBe(one.warnings.length > 0);
    }
  });

  it.each(cases.filter(({ kind }) => kind === "error"))("$id is refused", (one) => {
    const kind = one.function === "filter_pd" ? SpecError : DataError;
    expect(() => derive(one)).toThrow(kind);
  });
});

interface Result {
  readonly USUBJID: unknown;
  readonly AVALC: unknown;
  readonly ADT: unknown;
}

function resultOf(row: Row): Result {
  return { USUBJID: row.USUBJID, AVALC: row.AVALC ?? null, ADT: row.ADT ?? null };
}

function derive(one: AdmiralCase): Result[] {
  if (one.function === "filter_pd") return keepUpToProgression(one).map(resultOf);
  if (one.function === "derive_param_response") return deriveResponse(one);
  return subjectsOf(one).map((subject) => {
    const range = { from: 0, to: subject.to };
    const { columns, reference } = subject;
    const options = {
      confirmationDays: one.params.ref_confirm ?? 0,
      maxNotEvaluableBetween: one.params.max_nr_ne ?? 1,
      maxStableBetween: one.params.accept_sd === true ? 1 : 0,
      minimumStableDays: one.params.ref_start_window ?? 0,
      missingAsNotEvaluable: one.params.missing_as_ne === true,
      referenceDay: reference,
    };
    const flagged = (day: number | null) => ({ USUBJID: subject.id, AVALC: day === null ? "N" : "Y", ADT: day });
    const labelled = ({ response, row }: BestResponse) => ({
      USUBJID: subject.id,
      AVALC: RESPONSE_LABELS[response],
      ADT: row < 0 ? null : columns.day[row]!,
    });
    switch (one.function) {
      case "derive_param_confirmed_resp": {
        const row = findConfirmedResponse(columns, range, options);
        return flagged(row < 0 ? null : columns.day[row]!);
      }
      case "derive_param_confirmed_bor":
        return labelled(deriveConfirmedBestAdmiralonco(columns, range, options));
      case "derive_param_bor":
        return labelled(deriveBestAdmiralonco(columns, range, options));
      default: {
        const benefit = one.params.clinben_vals?.map((label) => RESPONSE_LABELS.indexOf(label as "CR"));
        const day = findClinicalBenefitDay(columns, range, {
          ...options,
          responseDay: firstDays(one, one.params.source_resp).get(subject.id) ?? null,
          ...(benefit === undefined ? {} : { benefit }),
        });
        return flagged(day);
      }
    }
  });
}

interface Subject {
  readonly id: string;
  readonly reference: number;
  readonly columns: ResponseColumns;
  /** End of the rows up to the first PD date given, if one is. */
  readonly to: number;
}

/**
 * Every subject of ADSL with its assessments. Clinical benefit takes any value; what it does not know it passes over.
 */
function subjectsOf(one: AdmiralCase): Subject[] {
  const rows = selected(one, one.params.filter_source);
  const codes =
    one.function === "derive_param_clinbenefit"
      ? Uint8Array.from(rows, ({ AVALC }) => Math.max(0, RESPONSE_LABELS.indexOf(String(AVALC) as "CR")))
      : codeResponses(rows.map(({ AVALC }) => (AVALC as string | undefined) ?? null));
  const progression = firstDays(one, one.params.source_pd);
  return one.adsl.map((subject) => {
    const own = rows.flatMap((row, i) =>
      row.USUBJID === subject.USUBJID ? [{ day: row.ADT as number, code: codes[i]! }] : [],
    );
    own.sort((a, b) => a.day - b.day);
    const columns = { day: own.map(({ day }) => day), response: own.map(({ code }) => code) };
    const id = String(subject.USUBJID);
    return {
      id,
      reference: (subject[one.params.reference_date ?? ""] as number | undefined) ?? 0,
      columns,
      to: endOfDays(columns, 0, own.length, progression.get(id) ?? NEVER),
    };
  });
}

/** Of derive_param_response the filter itself says what a response is. */
function deriveResponse(one: AdmiralCase): Result[] {
  const progression = firstDays(one, one.params.source_pd);
  const own = groupsOf(selected(one, one.params.filter_source));
  return one.adsl.map(({ USUBJID }) => {
    const rows = (own.get(String(USUBJID)) ?? []).toSorted((a, b) => Number(a.ADT) - Number(b.ADT));
    const columns = { day: rows.map(({ ADT }) => Number(ADT)), response: codesOf(rows) };
    const row = findResponse(columns, {
      from: 0,
      to: endOfDays(columns, 0, rows.length, progression.get(String(USUBJID)) ?? NEVER),
    });
    return { USUBJID, AVALC: row < 0 ? "N" : "Y", ADT: row < 0 ? null : columns.day[row]! };
  });
}

function codesOf(rows: readonly Row[]): Uint8Array {
  return rows.length === 0 ? new Uint8Array(0) : codeResponses(rows.map(({ AVALC }) => String(AVALC)));
}

function keepUpToProgression(one: AdmiralCase): readonly Row[] {
  const progression = firstDays(one, one.params.source_pd);
  return [...groupsOf(selected(one, one.params.filter))].flatMap(([id, rows]) => {
    const columns = { day: rows.map(({ ADT }) => Number(ADT)), response: rows.map(() => RESPONSE.none) };
    return rows.slice(0, endOfDays(columns, 0, rows.length, progression.get(id) ?? NEVER));
  });
}

function selected(one: AdmiralCase, filter: string | undefined): readonly Row[] {
  if (filter === undefined) return one.input;
  const test = readExpression(filter);
  return one.input.filter((row) => test({ row }) === true);
}

/** First day per subject of a source, after checking that the source is there and its column holds days. */
function firstDays(one: AdmiralCase, source: SourceParameters | undefined): Map<string, number> {
  const days = new Map<string, number>();
  if (source === undefined) return days;
  const tables = Object.fromEntries(Object.keys(one.sources).map((name) => [name, { [source.date]: "day" as const }]));
  checkSources("source_pd", [{ table: source.dataset, dateColumn: source.date }], { tables });
  const test = readExpression(source.filter ?? true);
  for (const row of one.sources[source.dataset] ?? []) {
    const day = row[source.date];
    if (typeof day !== "number" || test({ row }) !== true) continue;
    const id = String(row.USUBJID);
    days.set(id, Math.min(day, days.get(id) ?? NEVER));
  }
  return days;
}
