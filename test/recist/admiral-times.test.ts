import { describe, expect, it } from "vitest";
import { findResponse } from "../../src/recist/best-response-admiralonco.js";
import { endOfCountable } from "../../src/recist/countable-rows.js";
import {
  checkNewParameter,
  checkParameterPerGroup,
  checkSources,
  type SourceTables,
} from "../../src/recist/endpoint-rule-checks.js";
import { codeResponses, RESPONSE } from "../../src/recist/response.js";
import { deriveTimeToEvent, type EventSource, type TimeToEventDefinition } from "../../src/recist/time-to-event.js";
import { ADMIRAL_TIMES } from "../../src/recist/time-to-event-definitions.js";
import { type AdmiralCase, listOf, readAdmiralCases, type SourceParameters } from "./support/admiral-cases.js";
import { type Row, readExpression, type Value } from "./support/r-expression.js";
import { dateOf, dayOf, hasSharedData, readSharedCsv } from "./support/shared-data.js";

const cases = readAdmiralCases().filter((one) => one.function === "derive_param_tte");
const vignettes = new Map(
  cases.filter(({ kind }) => kind === "vignette_output").map((one) => [one.id.split("-").at(-1), one]),
);

/** What each refusal says. T9 is R code that R cannot run; there the reader of expressions refuses, not the engine. */
const REFUSALS: readonly (readonly [test: string, message: RegExp])[] = [
  ["T4", /^event_conditions\[0\]\.dateColumn must hold days; AESTDTC of ae is text/],
  ["T6", /^event_conditions\[0\]\.table must hold all or none of AEBODSYS, AEDECOD; ae holds AEDECOD/],
  ["T7", /^event_conditions: grouping column AEBODSYS is in none of the tables/],
  ["T8", /^parameter TTAE must stand for one group/],
  ["T9", /could not find function "past"/],
  ["T10", /^parameter TTAE already exists/],
  ["T13", /^censor_conditions\[0\]\.table must be one of adsl; got adls/],
];

describe.skipIf(!hasSharedData)("admiral's derive_param_tte (admiralonco_cases.json)", () => {
  it("holds 18 cases", () => {
    expect(cases).toHaveLength(18);
    expect(cases.filter(({ kind }) => kind === "error")).toHaveLength(REFUSALS.length);
    expect(vignettes.size).toBe(3);
  });

  it.each(cases.filter(({ kind }) => kind === "equality"))("$id", (one) => {
    expect(sorted(derive(one))).toEqual(sorted(one.expected.map(resultOf)));
  });

  it.each(REFUSALS)("%s is refused", (test, message) => {
    expect(() => derive(cases.find(({ id }) => id.endsWith(`:${test}`))!)).toThrow(message);
  });
});

/**
 * The file holds no inputs of the three vignettes. Their assessments are the investigator's in rs_onco_recist; the
 * start is that of the expected row; deaths are those the OS rows report. The last day alive stands nowhere else than
 * in the OS rows themselves, so of OS only the choice between death, last day alive and start is checked.
 */
describe.skipIf(!hasSharedData)("admiralonco's ADTTE vignette, on inputs put together again", () => {
  it.each(["OS", "PFS", "RSD"])("%s", (parameter) => {
    const { expected } = vignettes.get(parameter)!;
    const survival = new Map(vignettes.get("OS")!.expected.map((row) => [row.USUBJID, row]));
    const assessments = readSharedCsv("pharmaversesdtm__rs_onco_recist.csv").filter(
      (row) => row.RSEVAL === "INVESTIGATOR",
    );
    const derived = expected.map((row) => deriveVignette(parameter, row, survival.get(row.USUBJID!)!, assessments));
    expect(derived).toEqual(
      expected.map(({ USUBJID, ADT, STARTDT, CNSR, EVNTDESC, CNSDTDSC }) => ({
        USUBJID,
        ADT: dateOf(ADT as number),
        STARTDT: dateOf(STARTDT as number),
        CNSR,
        EVNTDESC,
        CNSDTDSC: CNSDTDSC ?? null,
      })),
    );
  });
});

function deriveVignette(
  parameter: string,
  { USUBJID, STARTDT }: Row,
  survival: Row,
  all: readonly Record<string, string>[],
) {
  const own = all
    .filter((row) => row.USUBJID === USUBJID)
    .map((row) => ({ day: dayOf(row.RSDTC!), label: row.RSSTRESC! }))
    .sort((a, b) => a.day - b.day);
  const response = own.length === 0 ? new Uint8Array(0) : codeResponses(own.map(({ label }) => label));
  const columns = { day: own.map(({ day }) => day), response };
  const to = endOfCountable(columns, 0, own.length);
  const first = findResponse(columns, { from: 0, to });
  const start = parameter === "RSD" ? columns.day[first]! : (STARTDT as number);
  const progressed = to > 0 && response[to - 1] === RESPONSE.pd;
  const survivalDay = [survival.ADT as number];
  const time = deriveTimeToEvent(
    {
      OS: ADMIRAL_TIMES.overallSurvival,
      PFS: ADMIRAL_TIMES.progressionFreeSurvival,
      RSD: ADMIRAL_TIMES.durationOfResponse,
    }[parameter]!,
    {
      progression: progressed ? [columns.day[to - 1]!] : [],
      death: survival.EVNTDESC === "Death" ? survivalDay : [],
      lastAlive: survival.EVNTDESC === "Alive" ? survivalDay : [],
      assessment: columns.day,
      start: [start],
    },
    start,
  )!;
  return {
    USUBJID,
    ADT: dateOf(time.day),
    STARTDT: dateOf(start),
    CNSR: time.cnsr,
    EVNTDESC: time.description,
    CNSDTDSC: time.censorDescription,
  };
}

/** The columns a derivation decides, datetimes in seconds. Some cases write EVENTDESC for EVNTDESC. */
function resultOf(row: Row): Row {
  return {
    USUBJID: row.USUBJID ?? null,
    PARAMCD: row.PARAMCD ?? null,
    PARCAT2: row.PARCAT2 ?? null,
    CNSR: row.CNSR ?? null,
    EVNTDESC: row.EVNTDESC ?? row.EVENTDESC ?? null,
    CNSDTDSC: row.CNSDTDSC ?? null,
    SRCDOM: row.SRCDOM ?? null,
    SRCVAR: row.SRCVAR ?? null,
    SRCSEQ: row.SRCSEQ ?? null,
    at: seconds(row.ADT ?? row.ADTM ?? null),
    start: seconds(row.STARTDT ?? row.STARTDTM ?? null),
  };
}

function seconds(day: Value): Value {
  return typeof day === "number" ? Math.round(day * 86_400) : null;
}

function sorted(rows: readonly Row[]): Row[] {
  const keyOf = (row: Row) => `${String(row.PARAMCD)} ${String(row.USUBJID)}`;
  return [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/**
 * Each condition becomes a list of dated rows named by its place, so that the kernel's answer leads back to the row.
 */
function derive(one: AdmiralCase): Row[] {
  const { params } = one;
  const by = listOf(params.by_vars);
  checkTables(one, by);
  const conditions = [
    ...(params.event_conditions ?? []),
    ...(params.censor_conditions ?? []),
    ...(params.end_dates ?? []),
  ];
  const lists = conditions.map((condition) => datedRows(one, condition));
  const definition = definitionOf(one, conditions);
  const keys = new Set(lists.flat().map(({ row }) => keyOf(row, by)));
  const groups = by.length === 0 ? [""] : [...keys].filter((key) => key !== "").sort();
  const derived = groups.flatMap((group) =>
    one.adsl.flatMap((subject): Row[] => {
      const own = lists.map((list) =>
        list.filter(({ row }) => row.USUBJID === subject.USUBJID && ["", group].includes(keyOf(row, by))),
      );
      const sources = Object.fromEntries(own.map((list, i) => [i, list.map(({ day }) => day)]));
      const start = subject[params.start_date!] as number | undefined;
      const time = deriveTimeToEvent(definition, sources, start ?? null);
      if (time === null) return [];
      const place = Number(time.source);
      return [
        {
          ...valuesOf(conditions[place]!, own[place]![time.place]!.row),
          ...parameterOf(one, by[0] ?? "", { group, groups }),
          USUBJID: subject.USUBJID!,
          CNSR: time.cnsr,
          EVNTDESC: time.description,
          CNSDTDSC: time.censorDescription,
          ADT: time.day,
          STARTDT: start ?? null,
        },
      ];
    }),
  );
  checkNewParameter(String(derived[0]?.PARAMCD), new Set(one.input.map(({ PARAMCD }) => String(PARAMCD))));
  checkParameterPerGroup(derived.map((row) => [String(row.PARAMCD), String(row.PARCAT2 ?? "")]));
  return derived.map(resultOf);
}

function definitionOf({ params }: AdmiralCase, conditions: readonly SourceParameters[]): TimeToEventDefinition {
  const toSource = (condition: SourceParameters): EventSource => {
    const { EVNTDESC, EVENTDESC, CNSDTDSC } = valuesOf(condition, {});
    return {
      source: String(conditions.indexOf(condition)),
      description: String(EVNTDESC ?? EVENTDESC ?? ""),
      cnsr: condition.CNSR!,
      untilEnd: condition.consider_end_dates !== false,
      ...(CNSDTDSC === undefined ? {} : { censorDescription: String(CNSDTDSC) }),
    };
  };
  return {
    events: (params.event_conditions ?? []).map(toSource),
    censorings: (params.censor_conditions ?? []).map(toSource),
    ends: (params.end_dates ?? []).map(toSource),
    waitsFor: params.event_type === "positive" ? "gain" : "loss",
  };
}

function checkTables(one: AdmiralCase, by: readonly string[]): void {
  const kindOf = (value: Value) => (typeof value === "number" ? "day" : "text");
  const columnsOf = (rows: readonly Row[]) =>
    Object.fromEntries(
      rows.flatMap((row) => Object.entries(row).map(([column, value]) => [column, kindOf(value)] as const)),
    );
  const tables: SourceTables = Object.fromEntries(
    Object.entries(one.sources).map(([name, rows]) => [name, columnsOf(rows)]),
  );
  for (const part of ["event_conditions", "censor_conditions"] as const) {
    const references = one.params[part]!.map(({ dataset, date }) =>
      /^\w+$/.test(date) ? { table: dataset, dateColumn: date } : { table: dataset },
    );
    checkSources(part, references, { tables, by: part === "event_conditions" ? by : [] });
  }
}

function datedRows(one: AdmiralCase, { dataset, filter, date }: SourceParameters): { row: Row; day: number }[] {
  const test = readExpression(filter ?? true);
  const read = readExpression(date);
  return one.sources[dataset]!.flatMap((row) => {
    const day = read({ row });
    return typeof day === "number" && test({ row }) === true ? [{ row, day }] : [];
  });
}

function keyOf(row: Row, by: readonly string[]): string {
  return by.map((column) => String(row[column] ?? "")).join("|");
}

function valuesOf({ set_values_to }: SourceParameters, row: Row): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(set_values_to ?? {}).map(([column, text]) => [column, readExpression(text)({ row })]),
  );
}

/** The parameter's own values. as.numeric(as.factor(X)) is the place of X among its sorted values. */
function parameterOf(
  one: AdmiralCase,
  by: string,
  { group, groups }: { readonly group: string; readonly groups: readonly string[] },
): Row {
  return Object.fromEntries(
    Object.entries(one.params.set_values_to ?? {}).map(([column, text]) => {
      const value = text.includes("as.factor") ? String(groups.indexOf(group) + 1) : group;
      return [column, readExpression(text)({ row: { [by]: value } })];
    }),
  );
}
