import type { Criterion } from "../spec/criterion.js";
import { compileCondition, compileUnreadable } from "./compile-condition.js";

/** A query with its bound values. Grain: patient. Columns: patient_id, passes. A patient without a row is undocumented and does not stay. */
export interface DerivedQuery {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

type Of<K extends Criterion["kind"]> = Extract<Criterion, { kind: K }>;

/** One criterion as one query over schema baseline (an `sql:` criterion as its author wrote it). */
export function compileCriterion(criterion: Criterion): DerivedQuery {
  switch (criterion.kind) {
    case "observation": {
      const query = criterion.pick === "any" ? anyObservation(criterion) : oneObservation(criterion);
      return criterion.undocumented === "include" ? includeUndocumented(query) : query;
    }
    case "age":
      return personal("age_years", "null", criterion.is);
    case "index-year":
      return personal("index_year", "null", criterion.is);
    case "patient":
      return personal("null", criterion.column, criterion.is);
    case "diagnosis":
      return diagnosis(criterion);
    case "therapy-line":
      return therapyLine(criterion);
    case "drug-exposure":
      return drugExposure(criterion);
    case "imaging":
      return imaging(criterion);
    case "sql":
      return {
        sql: `select distinct patient_id, true as passes\nfrom (\n${criterion.sql}\n) as chosen\norder by patient_id`,
        values: [],
      };
  }
}

function oneObservation({ concept, window, pick, is }: Of<"observation">): DerivedQuery {
  const test = compileCondition(is, 4);
  const direction = pick === "latest" ? "desc" : "asc";
  const sql = `with recorded as (
  select
    patient_id,
    value_num,
    value_text,
    row_number() over (partition by patient_id order by observed_day ${direction}, observation_id ${direction}) as place
  from baseline.observation
  where concept = $1 and observed_day between $2 and $3
)
select
  patient_id,
  ${test.sql} as passes
from recorded
where place = 1
order by patient_id`;
  return { sql, values: [concept, ...window, ...test.values] };
}

/**
 * The patients whose tested observation holds a value of the other type than the criterion tests; null where it reads any. Grain: patient.
 */
export function unreadableQuery({ concept, window, pick, is }: Of<"observation">): DerivedQuery | null {
  const unreadable = compileUnreadable(is);
  if (unreadable === null) return null;
  const direction = pick === "latest" ? "desc" : "asc";
  const sql = `with recorded as (
  select
    patient_id,
    value_num,
    value_text,
    row_number() over (partition by patient_id order by observed_day ${direction}, observation_id ${direction}) as place
  from baseline.observation
  where concept = $1 and observed_day between $2 and $3
)
select distinct patient_id
from recorded
where ${pick === "any" ? "true" : "place = 1"} and ${unreadable}
order by patient_id`;
  return { sql, values: [concept, ...window] };
}

function anyObservation({ concept, window, is }: Of<"observation">): DerivedQuery {
  const test = compileCondition(is, 4);
  const sql = `select
  patient_id,
  bool_or(${test.sql}) as passes
from baseline.observation
where concept = $1 and observed_day between $2 and $3
group by patient_id
order by patient_id`;
  return { sql, values: [concept, ...window, ...test.values] };
}

/** Everybody, with those who have no record passing. */
function includeUndocumented({ sql, values }: DerivedQuery): DerivedQuery {
  const everybody = `select
  p.patient_id,
  coalesce(t.passes, true) as passes
from baseline.patient as p
left join (
${sql}
) as t on t.patient_id = p.patient_id
order by p.patient_id`;
  return { sql: everybody, values };
}

/** `number` and `text` are column names of baseline.patient or the word null, never user input. */
function personal(number: string, text: string, is: Of<"age" | "index-year">["is"]): DerivedQuery {
  const test = compileCondition(is, 1);
  const sql = `with recorded as (
  select
    patient_id,
    ${number === "null" ? "null::double" : number} as value_num,
    ${text === "null" ? "null::varchar" : text} as value_text
  from baseline.patient
)
select
  patient_id,
  ${test.sql} as passes
from recorded
where value_num is not null or value_text is not null
order by patient_id`;
  return { sql, values: test.values };
}

function diagnosis({ codes, stages, histologies, window }: Of<"diagnosis">): DerivedQuery {
  const values: (string | number)[] = [...window];
  const tests = [
    anyOf(values, codes, (bound) => `starts_with(code, ${bound})`),
    anyOf(values, stages, (bound) => `stage = ${bound}`),
    anyOf(values, histologies, (bound) => `histology = ${bound}`),
  ];
  return { sql: anyRow("baseline.diagnosis", "diagnosed_day between $1 and $2", tests), values };
}

function therapyLine({ regimens, settings, lineNumbers, started, present }: Of<"therapy-line">): DerivedQuery {
  const values: (string | number)[] = [...started];
  const tests = [
    "started_day between $1 and $2",
    anyOf(values, regimens, (bound) => `regimen = ${bound}`),
    anyOf(values, settings, (bound) => `setting = ${bound}`),
    anyOf(values, lineNumbers, (bound) => `line_number = ${bound}`),
  ];
  return { sql: presence("baseline.therapy_line", tests, present), values };
}

function drugExposure({ drugs, started, present }: Of<"drug-exposure">): DerivedQuery {
  const values: (string | number)[] = [...started];
  const tests = [
    "started_day between $1 and $2",
    anyOf(values, drugs, (bound) => `drug_name = ${bound} or drug_code = ${bound}`),
  ];
  return { sql: presence("baseline.drug_exposure", tests, present), values };
}

function imaging({ modalities, window }: Of<"imaging">): DerivedQuery {
  const values: (string | number)[] = [...window];
  const tests = ["performed_day between $1 and $2", anyOf(values, modalities, (bound) => `modality = ${bound}`)];
  return { sql: presence("baseline.imaging_study", tests, true), values };
}

/** Binds each allowed value once and joins the tests; an absent list tests nothing. */
function anyOf(
  values: (string | number)[],
  allowed: readonly (string | number)[] | undefined,
  test: (bound: string) => string,
): string {
  if (allowed === undefined) return "true";
  return `(${allowed.map((value) => test(`$${values.push(value)}`)).join(" or ")})`;
}

/** Every patient with a row in the window; passes when any of the rows meets all tests. */
function anyRow(table: string, within: string, tests: readonly string[]): string {
  return `select
  patient_id,
  bool_or(coalesce(${tests.join(" and ")}, false)) as passes
from ${table}
where ${within}
group by patient_id
order by patient_id`;
}

/** Every patient; passes when a row that meets all tests exists (or does not, as asked). */
function presence(table: string, tests: readonly string[], present: boolean): string {
  return `select
  p.patient_id,
  ${present ? "" : "not "}exists (
    select 1
    from ${table} as r
    where r.patient_id = p.patient_id
      and ${tests.join("\n      and ")}
  ) as passes
from baseline.patient as p
order by p.patient_id`;
}
