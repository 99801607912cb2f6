import { describe, expect, it } from "vitest";
import { DataError, SpecError } from "../../src/errors.js";
import {
  type AdmiraloncoOptions,
  deriveBestAdmiralonco,
  deriveConfirmedBestAdmiralonco,
  findClinicalBenefitDay,
  findConfirmedResponse,
  findResponse,
} from "../../src/recist/best-response-admiralonco.js";
import { checkSources } from "../../src/recist/endpoint-rule-checks.js";
import { IRECIST } from "../../src/recist/irecist.js";
import { findConfirmedProgression, findOpenProgression } from "../../src/recist/irecist-best-response.js";
import { RECIST_DEFAULTS } from "../../src/recist/options.js";
import { chooseRankedRow, type RankedRule, type RowRange } from "../../src/recist/ranked-rows.js";
import { RECIST11 } from "../../src/recist/recist11.js";
import type { ResponseColumns } from "../../src/recist/response.js";
import { type AdmiralCase, type EventParameters, groupsOf, listOf, readAdmiralCases } from "./support/admiral-cases.js";
import { type Row, readExpression, type Scope, type Value } from "./support/r-expression.js";
import { hasSharedData } from "./support/shared-data.js";

const cases = readAdmiralCases().filter((one) => one.function === "derive_extreme_event");

describe.skipIf(!hasSharedData)("admiral's derive_extreme_event (admiralonco_cases.json)", () => {
  it("holds 27 cases", () => {
    expect(cases).toHaveLength(27);
  });

  it.each(cases.filter(({ kind }) => kind !== "error"))("$id, its events as ranked rules", (one) => {
    expect(sorted(derive(one))).toEqual(sorted(one.expected.map((row) => resultOf(one, row))));
  });

  it("T10 is refused: the table of an event is not there", () => {
    expect(() => derive(find("T10"))).toThrow(SpecError);
    expect(() => derive(find("T10"))).toThrow(/^events\[0\]\.table must be one of adhy, dataset; got adyh/);
  });

  it("T12 is refused: two records of one date qualify", () => {
    expect(() => derive(find("T12"))).toThrow(DataError);
  });
});

/** The same responses by the engine's own kernels. Vignettes confirm after 21 days (RECIST) and 28 days (iRECIST). */
type Kernel = (
  columns: ResponseColumns,
  range: RowRange,
  reference: number,
) => readonly [label: string, day: number | null];

const KERNELS: Readonly<Record<string, Kernel>> = {
  T3: best(deriveBestAdmiralonco, { minimumStableDays: 28 }),
  T5: best(deriveConfirmedBestAdmiralonco, { minimumStableDays: 28 }),
  RSP: flag((columns, range) => rowDay(columns, findResponse(columns, range))),
  CB: flag(benefit(findResponse)),
  BOR: best(deriveBestAdmiralonco, {}),
  A1BOR: best(deriveBestAdmiralonco, {}),
  CRSP: flag((columns, range) =>
    rowDay(columns, findConfirmedResponse(columns, range, options({ confirmationDays: 21 }))),
  ),
  CCB: flag(benefit((columns, range) => findConfirmedResponse(columns, range, options({ confirmationDays: 21 })))),
  CBOR: best(deriveConfirmedBestAdmiralonco, { confirmationDays: 21 }),
  ICPD: flag((columns, range) => rowDay(columns, findConfirmedProgression(columns, range))),
  IUPD: flag((columns, range) => rowDay(columns, findOpenProgression(columns, range))),
  IRSP: flag((columns, range) => rowDay(columns, findResponse(columns, range))),
  ICB: flag(benefit(findResponse)),
  IBOR: irecistBest("unconfirmed"),
  ICRSP: flag((columns, range) => rowDay(columns, findConfirmedResponse(columns, range, options({})))),
  ICCB: flag(benefit((columns, range) => findConfirmedResponse(columns, range, options({})))),
  ICBOR: irecistBest("confirmed"),
};

describe.skipIf(!hasSharedData)("the same by the engine's own kernels", () => {
  it.each(Object.keys(KERNELS))("%s", (name) => {
    const one = find(name);
    const isIrecist = one.id.includes("irecist");
    const labels = isIrecist ? IRECIST.labels : RECIST11.labels;
    const assessments = groupsOf(one.sources.ovr ?? one.input);
    const derived = one.sources.adsl!.map((subject) => {
      const own = (assessments.get(String(subject.USUBJID)) ?? []).toSorted((a, b) => Number(a.ADT) - Number(b.ADT));
      const response = own.map(({ AVALC }) => labels.indexOf(String(AVALC)));
      expect(response).not.toContain(-1);
      const columns = { day: own.map(({ ADT }) => Number(ADT)), response };
      const reference = Number(subject.RANDDT ?? subject.TRTSDT);
      const [AVALC, ADT] = KERNELS[name]!(columns, { from: 0, to: own.length }, reference);
      return { USUBJID: subject.USUBJID, AVALC, ADT };
    });
    expect(derived).toEqual(one.expected.map(({ USUBJID, AVALC, ADT }) => ({ USUBJID, AVALC, ADT: ADT ?? null })));
  });
});

function find(name: string): AdmiralCase {
  return cases.find(({ id }) => id.endsWith(`:${name}`) || id.endsWith(`-${name}`))!;
}

function options(changes: Partial<AdmiraloncoOptions>): AdmiraloncoOptions {
  return {
    confirmationDays: 28,
    maxNotEvaluableBetween: 1,
    maxStableBetween: 0,
    minimumStableDays: 42,
    missingAsNotEvaluable: false,
    ...changes,
  };
}

function best(derive: typeof deriveBestAdmiralonco, changes: Partial<AdmiraloncoOptions>): Kernel {
  return (columns, range, referenceDay) => {
    const { response, row } = derive(columns, range, options({ ...changes, referenceDay }));
    return [RECIST11.labels[response]!, rowDay(columns, row)];
  };
}

function irecistBest(confirmation: "confirmed" | "unconfirmed"): Kernel {
  return ({ day, response }, { from, to }, reference) => {
    const columns = { day: Array.from(day, (value) => value - reference), response };
    const { response: code, row } = IRECIST.rollUp[confirmation]({ columns, from, to }, RECIST_DEFAULTS);
    return [IRECIST.labels[code]!, row < 0 ? null : day[row]!];
  };
}

function flag(dayOf: (columns: ResponseColumns, range: RowRange, reference: number) => number | null): Kernel {
  return (columns, range, reference) => {
    const day = dayOf(columns, range, reference);
    return [day === null ? "N" : "Y", day];
  };
}

function benefit(response: (columns: ResponseColumns, range: RowRange) => number) {
  return (columns: ResponseColumns, range: RowRange, referenceDay: number) =>
    findClinicalBenefitDay(columns, range, {
      minimumStableDays: 42,
      referenceDay,
      responseDay: rowDay(columns, response(columns, range)),
    });
}

function rowDay({ day }: ResponseColumns, row: number): number | null {
  return row < 0 ? null : day[row]!;
}

/** Columns that the choice decides; the numbers AVAL stand for labels and are the case's own. */
function resultOf(one: AdmiralCase, row: Row): Row {
  const time = timeColumn(one);
  const by = Object.fromEntries(listOf(one.params.by_vars).map((column) => [column, row[column] ?? null]));
  return { ...by, AVALC: row.AVALC ?? null, [time]: row[time] ?? null };
}

function sorted(rows: readonly Row[]): Row[] {
  const keyOf = (row: Row) => `${String(row.USUBJID)} ${String(row.AVISITN ?? "")}`;
  return [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The column that orders records beside the event number. */
function timeColumn({ params }: AdmiralCase): string {
  return listOf(params.order).find((column) => /^(ADT|ADY|AVISITN)$/.test(column)) ?? "ADT";
}

interface Records {
  readonly day: readonly number[];
  readonly rows: readonly { readonly table: string; readonly row: Row }[];
}

/** Every record of the group becomes a row of one sequence; an event is a rule over it. */
function derive(one: AdmiralCase): Row[] {
  const { params } = one;
  const time = timeColumn(one);
  const by = listOf(params.by_vars);
  const tables: Record<string, readonly Row[]> = {
    ...one.sources,
    ...(one.input.length > 0 ? { dataset: one.input } : {}),
  };
  const columns = Object.fromEntries(Object.keys(tables).map((name) => [name, {}]));
  checkSources(
    "events",
    params.events!.map(({ dataset_name }) => ({ table: dataset_name ?? "dataset" })),
    { tables: columns },
  );
  const byLabel = listOf(params.order).includes("desc(AVALC)");
  const byEventNumber = !byLabel && listOf(params.order).some((order) => order.includes("event_nr"));
  const ranks = ranksOf(params.events!, { byEventNumber, byLabel });
  const rules = params.events!.map((event, i): RankedRule<Records, null, EventParameters> => {
    const qualifies = qualifier(one, event, tables);
    const pick = event.mode === undefined ? {} : { pick: event.mode };
    return {
      rank: ranks[i]!,
      result: event,
      ...pick,
      qualifies: ({ rows }, row, range) => qualifies(rows, row, range),
    };
  });
  const records = Object.entries(tables).flatMap(([table, rows]) => rows.map((row) => ({ table, row })));
  const groups = new Map<string, typeof records>();
  for (const record of records) {
    const key = by.map((column) => String(record.row[column] ?? "")).join("|");
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()].flatMap((group) => {
    const ordered = group.toSorted((a, b) => timeOf(a.row, time) - timeOf(b.row, time));
    const sequence = { day: ordered.map(({ row }) => timeOf(row, time)), rows: ordered };
    const choice = chooseRankedRow(
      rules,
      sequence,
      { from: 0, to: ordered.length },
      {
        parameters: null,
        pick: params.mode ?? "first",
        onTie: params.check_type === "error" ? "refuse" : "keep",
      },
    );
    if (choice === null) return [];
    const { row } = ordered[choice.row]!;
    const label = choice.result.set_values_to?.AVALC;
    return [resultOf(one, { ...row, ...(label === undefined ? {} : { AVALC: readExpression(label)({ row }) }) })];
  });
}

/** Without a date a record sorts last, as NA does. */
function timeOf(row: Row, time: string): number {
  return typeof row[time] === "number" ? row[time] : Number.POSITIVE_INFINITY;
}

/**
 * Order “event number, date”: each event its rank. “Label descending, date”: Y before N. “Date”: all of one rank. An
 * event that only says that there is none comes last in any order, as its records have no date.
 */
function ranksOf(
  events: readonly EventParameters[],
  order: { readonly byEventNumber: boolean; readonly byLabel: boolean },
): number[] {
  return events.map(({ set_values_to, dataset_name }, i) => {
    if (set_values_to?.event_nr !== undefined) return Number(set_values_to.event_nr);
    if (order.byEventNumber) return i;
    return (order.byLabel && set_values_to?.AVALC === '"N"') || dataset_name === "adsl" ? 1 : 0;
  });
}

function qualifier(one: AdmiralCase, event: EventParameters, tables: Readonly<Record<string, readonly Row[]>>) {
  const table = event.dataset_name ?? "dataset";
  const condition = readExpression(event.condition ?? true);
  const upper = readExpression(event.first_cond_upper ?? true);
  const source = readExpression(event.filter_source ?? true);
  const constants = { confirmation_period: one.id.includes("irecist") ? 28 : 21 };
  const joinBy = event.by_vars === undefined ? listOf(one.params.by_vars) : listOf(event.by_vars);
  return (records: Records["rows"], i: number, { from, to }: RowRange): boolean => {
    const record = records[i]!;
    if (record.table !== table || source({ row: record.row }) !== true) return false;
    const { row } = record;
    if (event.class === "event") {
      const group = records.slice(from, to).filter((other) => other.table === table);
      return condition({ row, constants, group: group.map((other): Scope => ({ row: other.row })) }) === true;
    }
    const own = joined(
      one,
      tables[table]!.filter((other) => source({ row: other }) === true),
      row,
      joinBy,
    );
    const at = own.findIndex((other) => other.original === row);
    const candidates = event.join_type === "all" ? own : own.slice(at + 1);
    const self = own[at]!.numbered;
    const scopes = candidates.map(({ numbered }): Scope => ({ row: self, join: numbered, constants }));
    const last =
      event.first_cond_upper === undefined ? scopes.length - 1 : scopes.findIndex((scope) => upper(scope) === true);
    if (event.first_cond_upper !== undefined && last < 0) return false;
    const group = scopes.slice(0, last + 1);
    return group.some((scope) => condition({ ...scope, group }) === true);
  };
}

/** The records an event is joined to, in order, numbered as tmp_obs_nr. */
function joined(one: AdmiralCase, rows: readonly Row[], row: Row, by: readonly string[]) {
  const time = timeColumn(one) === "ADT" && rows[0]?.AVISITN !== undefined ? "AVISITN" : timeColumn(one);
  return rows
    .filter((other) => by.every((column) => other[column] === row[column]))
    .toSorted((a, b) => timeOf(a, time) - timeOf(b, time))
    .map((original, i) => ({ original, numbered: { ...original, tmp_obs_nr: (i + 1) as Value } }));
}
