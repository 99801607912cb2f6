import { SpecError } from "../../errors.js";
import type { PartialDates } from "../../spec/ingest-config.js";
import type { DateForm, MappedColumn } from "../../spec/ingest-mapping.js";
import { quoteIdentifier } from "../../store/quote-identifier.js";
import { quoteText } from "../../store/quote-text.js";
import { dateOf } from "../dates.sql.js";
import { findColumn, type RawTable } from "../raw-table.js";
import type { TargetColumn } from "../target-table.js";

/** A mapped column as SQL over the file's rows, and what can be wrong with it. */
export interface ColumnValue {
  /** The value in the target's type; NULL where it is missing or wrong. */
  readonly sql: string;
  /** Conditions over the same rows that stop the load. */
  readonly faults: readonly { readonly column: string; readonly rule: string; readonly broken: string }[];
  /** Columns of the file that are read. */
  readonly from: readonly string[];
  readonly rule: string | null;
  /** SQL of the precision of a date, where the target keeps it. */
  readonly precision: string | null;
  /** SQL of a length's own unit, where rows name it and must agree. */
  readonly unit: { readonly column: string; readonly sql: string } | null;
}

export interface ColumnContext {
  readonly raw: RawTable;
  readonly target: TargetColumn;
  readonly table: string;
  readonly datasetId: string;
  readonly partialDates: PartialDates;
  /** Where the mapping stands, for messages. */
  readonly place: string;
}

/** Dates that carry a precision of their own in the contract. */
export const precisionOf: Readonly<Record<string, string>> = {
  "vital_status.died_on": "died_on_precision",
  "imaging_study.performed_on": "performed_on_precision",
};

/** The SQL of a mapped column. Throws SpecError where the mapping asks for what cannot be. */
export function columnValue(mapped: MappedColumn, context: ColumnContext): ColumnValue {
  const plain = { faults: [], rule: null, precision: null, unit: null };
  if (typeof mapped === "string") return fromColumn({ from: mapped }, context);
  if ("value" in mapped) {
    const text = quoteText(String(mapped.value));
    return { ...plain, sql: prefixed(text, context), from: [], rule: `the same in every row: ${mapped.value}` };
  }
  if ("join" in mapped) {
    const parts = mapped.join.map((name) => textOf(name, context));
    const joined = `case when ${parts.map((part) => `${part} is not null`).join(" and ")} then concat_ws(${quoteText(mapped.by)}, ${parts.join(", ")}) end`;
    return { ...plain, sql: prefixed(joined, context), from: mapped.join, rule: `joined by “${mapped.by}”` };
  }
  return fromColumn(mapped, context);
}

type FromColumn = Extract<MappedColumn, { from: string }>;

function fromColumn(mapped: FromColumn, context: ColumnContext): ColumnValue {
  const { target, table, place } = context;
  if (mapped.unit !== undefined) return lengthValue(mapped, mapped.unit, context);
  if (target.unit === "mm" && target.type === "number")
    throw new SpecError(
      `${table}.${target.name} is a length; say its unit: {"from": "${mapped.from}", "unit": "mm"} → ${place}`,
    );
  if (mapped.codes !== undefined) return codedValue(mapped, mapped.codes, context);
  if (target.type === "date") return dateValue(mapped.from, mapped.date ?? "iso", context);
  if (mapped.date !== undefined) throw new SpecError(`${table}.${target.name} is no date → ${place}`);
  const text = textOf(mapped.from, context);
  const faults = (rule: string, value: string) => [
    { column: mapped.from, rule, broken: `${text} is not null and (${value}) is null` },
  ];
  const common = { from: [mapped.from], rule: null, precision: null, unit: null };
  const native = findColumn(context.raw, mapped.from)?.type;
  switch (target.type) {
    case "text":
      return { ...common, sql: prefixed(text, context), faults: [] };
    case "number": {
      if (native === "number" || native === "integer")
        return { ...common, sql: `cast(${quoteIdentifier(mapped.from)} as double)`, faults: [] };
      const sql = `to_number(${text})`;
      return { ...common, sql, faults: faults("must be a number", sql) };
    }
    case "integer": {
      const sql = `to_whole(${text})`;
      return { ...common, sql, faults: faults("must be a whole number", sql) };
    }
    case "boolean": {
      const sql = `case when lower(${text}) in ('true', '1', 'y', 'yes') then true when lower(${text}) in ('false', '0', 'n', 'no') then false end`;
      return { ...common, sql, faults: faults("must be true or false, yes or no, 1 or 0", sql) };
    }
  }
}

function lengthValue(mapped: FromColumn, unit: NonNullable<FromColumn["unit"]>, context: ColumnContext): ColumnValue {
  const { target, table, place, raw } = context;
  if (target.unit !== "mm") throw new SpecError(`${table}.${target.name} is no length and takes no unit → ${place}`);
  const text = textOf(mapped.from, context);
  const type = findColumn(raw, mapped.from)?.type;
  const isNumber = type === "number" || type === "integer";
  const numeric = isNumber ? `cast(${quoteIdentifier(mapped.from)} as double)` : `to_number(${text})`;
  const notNumber = {
    column: mapped.from,
    rule: "must be a number",
    broken: `${text} is not null and ${numeric} is null`,
  };
  const common = { from: [mapped.from], precision: null };
  if (typeof unit === "string") {
    const sql = unit === "mm" ? numeric : `to_mm(${text}, 'cm')`;
    return { ...common, sql, faults: isNumber ? [] : [notNumber], rule: unit === "cm" ? "cm × 10" : null, unit: null };
  }
  const own = `lower(${textOf(unit.column, context)})`;
  const known = {
    column: unit.column,
    rule: `must be mm or cm where ${mapped.from} is given`,
    broken: `${text} is not null and coalesce(${own}, '') not in ('mm', 'cm')`,
  };
  return {
    ...common,
    from: [mapped.from, unit.column],
    sql: `case when ${own} = 'mm' then ${numeric} when ${own} = 'cm' then to_mm(${text}, 'cm') end`,
    faults: [notNumber, known],
    rule: `in the unit of ${unit.column}; cm × 10`,
    unit: unit.mixed ? null : { column: unit.column, sql: `case when ${text} is not null then ${own} end` },
  };
}

function codedValue(
  mapped: FromColumn,
  codes: Readonly<Record<string, string | null>>,
  context: ColumnContext,
): ColumnValue {
  const { target, table, place } = context;
  const wrong = Object.values(codes).filter(
    (code) => code !== null && target.allowed.length > 0 && !target.allowed.includes(code),
  );
  if (wrong.length > 0)
    throw new SpecError(
      `${table}.${target.name} must be one of ${target.allowed.join(", ")}; got "${wrong[0]}" → ${place}`,
    );
  const text = textOf(mapped.from, context);
  const cases = Object.entries(codes).map(
    ([from, to]) => `when ${quoteText(from.toUpperCase())} then ${to === null ? "null" : quoteText(to)}`,
  );
  const known = Object.keys(codes).map((code) => quoteText(code.toUpperCase()));
  return {
    sql: `case upper(${text}) ${cases.join(" ")} end`,
    faults: [
      {
        column: mapped.from,
        rule: "holds a value that its code list does not know; add it to codes",
        broken: `${text} is not null and upper(${text}) not in (${known.join(", ")})`,
      },
    ],
    from: [mapped.from],
    rule: `by codes: ${Object.entries(codes)
      .map(([from, to]) => `${from} → ${to ?? "missing"}`)
      .join(", ")}`,
    precision: null,
    unit: null,
  };
}

function dateValue(from: string, form: DateForm, context: ColumnContext): ColumnValue {
  const { raw, table, target, partialDates } = context;
  if (findColumn(raw, from)?.type === "date")
    return { sql: quoteIdentifier(from), faults: [], from: [from], rule: null, precision: null, unit: null };
  const iso = isoText(textOf(from, context), form);
  const original = textOf(from, context);
  const keeps = precisionOf[`${table}.${target.name}`] !== undefined;
  const faults = [
    {
      column: from,
      rule: `must be a date as ${form}`,
      broken: `${original} is not null and coalesce(date_precision(${iso}), 'none') = 'none'`,
    },
  ];
  if (keeps && table === "imaging_study")
    faults.push({
      column: from,
      rule: "must be known to the month at least: it dates a scan",
      broken: `date_precision(${iso}) = 'year'`,
    });
  if (!keeps && partialDates === "refuse")
    faults.push({
      column: from,
      rule: "must be a whole date; it is known to the month or year only: say where to place it (partialDates)",
      broken: `date_precision(${iso}) in ('month', 'year')`,
    });
  return {
    sql: keeps ? `date_first(${iso})` : dateOf(iso, partialDates),
    faults,
    from: [from],
    rule: form === "iso" ? null : `written as ${form}`,
    precision: keeps ? `date_precision(${iso})` : null,
    unit: null,
  };
}

/** SQL that writes a date of another form as ISO 8601; text that does not fit the form stays and is refused. */
function isoText(text: string, form: DateForm): string {
  const parsed = (format: string) =>
    `coalesce(strftime(try_strptime(${text}, ${quoteText(format)}), '%Y-%m-%d'), 'none')`;
  const counted = (start: string) =>
    `case when to_whole(${text}) is not null then cast(cast(date ${quoteText(start)} + to_whole(${text}) as date) as varchar) when ${text} is not null then 'none' end`;
  const other = (format: string) => `case when ${text} is not null then ${parsed(format)} end`;
  switch (form) {
    case "iso":
      return text;
    case "dd/mm/yyyy":
      return other("%d/%m/%Y");
    case "mm/dd/yyyy":
      return other("%m/%d/%Y");
    case "dd.mm.yyyy":
      return other("%d.%m.%Y");
    case "dd-mon-yyyy":
      return other("%d-%b-%Y");
    case "yyyymmdd":
      return other("%Y%m%d");
    case "sas-days":
      return counted("1960-01-01");
    case "excel-days":
      return counted("1899-12-30");
  }
}

/** A patient's id carries its dataset. */
function prefixed(sql: string, { target, datasetId }: ColumnContext): string {
  if (target.name !== "patient_id") return sql;
  const prefix = quoteText(`${datasetId}:`);
  return `case when starts_with(${sql}, ${prefix}) then ${sql} else ${prefix} || ${sql} end`;
}

function textOf(name: string, { raw, place }: ColumnContext): string {
  const found = findColumn(raw, name);
  if (found === undefined)
    throw new SpecError(
      `${raw.file.shown} has no column ${name}; it has ${raw.columns.map((column) => column.name).join(", ")} → ${place}`,
    );
  const column = quoteIdentifier(found.name);
  return found.type === "text" ? `clean(${column})` : `cast(${column} as varchar)`;
}
