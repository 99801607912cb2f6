import { quoteText } from "../../store/quote-text.js";
import { decode } from "../code-lists.js";
import { dateFaults, dateNotes, dateOf } from "../dates.sql.js";
import { collected, type Derivation, derived } from "../derivation.js";
import type { StageInput } from "../stage.js";
import { domainStage, hasDomain, type SdtmInput, stageName } from "./domain.js";

/** EX: the trial's treatment as given. */
export function exposureStage(input: SdtmInput): StageInput {
  const { partialDates } = input.dataset;
  return domainStage(input, {
    domain: "EX",
    columns: { required: ["EXTRT", "EXSTDTC"], optional: ["EXENDTC", "EXDOSE", "EXOCCUR"] },
    values: { phase: "1", course: "'EX'" },
    reason: `case
      when upper(r.EXOCCUR) = 'N' or to_number(r.EXDOSE) = 0 then 'not given (EXOCCUR is N or EXDOSE is 0)'
      when r.EXTRT is null then 'no treatment named'
    end`,
    faults: [
      { column: "EXDOSE", rule: "must be a number", broken: "EXDOSE is not null and to_number(EXDOSE) is null" },
      ...["EXSTDTC", "EXENDTC"].flatMap((column) => dateFaults(column, partialDates)),
    ],
    notes: ["EXSTDTC", "EXENDTC"].flatMap((column) => dateNotes(column, partialDates)),
  });
}

/** CM: other medication; anticancer therapy is told by its category. */
export function medicationStage(input: SdtmInput): StageInput {
  const { partialDates } = input.dataset;
  const { priorTherapy, laterTherapy } = input.source;
  const within = (list: readonly string[]) =>
    list.length === 0
      ? "false"
      : `upper(coalesce(r.CMCAT, '')) in (${list.map((word) => quoteText(word.toUpperCase())).join(", ")})`;
  return domainStage(input, {
    domain: "CM",
    columns: {
      required: ["CMTRT"],
      optional: ["CMDECOD", "CMCAT", "CMSTDTC", "CMENDTC", "CMOCCUR", "CMGRPID", "CMLINE"],
    },
    values: {
      phase: `case when ${within(priorTherapy)} then 0 when ${within(laterTherapy)} then 2 end`,
      course: "coalesce(r.CMGRPID, r.CMSTDTC, r.CMSEQ)",
    },
    reason: `case
      when upper(r.CMOCCUR) = 'N' then 'not taken (CMOCCUR is N)'
      when coalesce(r.CMDECOD, r.CMTRT) is null then 'no medication named'
    end`,
    faults: ["CMSTDTC", "CMENDTC"].flatMap((column) => dateFaults(column, partialDates)),
    notes: ["CMSTDTC", "CMENDTC"].flatMap((column) => dateNotes(column, partialDates)),
  });
}

/**
 * The table of lines of therapy: earlier courses in CM, the trial's treatment, later courses in CM, numbered 1, 2, … in
 * each patient by phase and start. Medication of one group (CMGRPID), or else of one start, is one course.
 */
export function linesTable(input: SdtmInput): string | null {
  const date = (text: string) => dateOf(text, input.dataset.partialDates);
  const rows = (
    [
      ["EX", "EXTRT", "EXSTDTC", "EXENDTC"],
      ["CM", "coalesce(CMDECOD, CMTRT)", "CMSTDTC", "CMENDTC"],
    ] as const
  )
    .filter(([domain]) => hasDomain(input, domain))
    .map(
      ([domain, drug, from, to]) =>
        `select patient_id, phase, course, ${drug} as drug, ${date(from)} as started, ${date(to)} as ended, file_id, source_row, source_id from stage.${stageName(input, domain)} where reason is null and phase is not null`,
    );
  if (rows.length === 0) return null;
  return `create table stage.${stageName(input, "lines")} as
with courses as (
  select
    patient_id,
    phase,
    course,
    string_agg(distinct drug, ' + ' order by drug) as regimen,
    min(started) as started,
    max(ended) as ended,
    min(file_id) as file_id,
    min(source_row) as source_row,
    arg_min(source_id, source_row) as source_id
  from (${rows.join("\n  union all\n  ")})
  group by patient_id, phase, course
)
select
  *,
  cast(row_number() over (partition by patient_id order by phase, started nulls first, course) as integer) as line_number
from courses`;
}

/** Lines of therapy, and the drugs given in them or beside them. */
export function therapyOf(input: SdtmInput): Derivation[] {
  const { dataset, source } = input;
  const domains = (["EX", "CM"] as const).filter((domain) => hasDomain(input, domain));
  if (domains.length === 0) return [];
  const names: Record<string, readonly [drug: string, start: string, end: string]> = {
    EX: ["EXTRT", "EXSTDTC", "EXENDTC"],
    CM: ["CMDECOD", "CMSTDTC", "CMENDTC"],
  };
  const lines = `scratch.stage.${stageName(input, "lines")}`;
  const all = (i: 0 | 1 | 2) => domains.map((domain) => `${domain}.${names[domain]![i]}`);
  const ended = hasDomain(input, "DS")
    ? `case when s.phase = 1 then (
  select arg_min(coalesce(${decode(input.lists.end_reason, "d.DSDECOD")}, 'other'), d.source_row)
  from scratch.stage.${stageName(input, "DS")} as d
  where d.patient_id = s.patient_id and d.use = 'end' and d.reason is null
) end`
    : "null";
  return [
    {
      table: "therapy_line",
      columns: {
        patient_id: derived(
          domains.map((domain) => `${domain}.USUBJID`),
          "s.patient_id",
          "dataset id and USUBJID",
        ),
        line_number: derived(
          [...all(1), "CM.CMCAT", "CM.CMGRPID"],
          "s.line_number",
          "earlier courses, then the trial's treatment, then later courses, by start; drugs of one group or start are one course",
        ),
        regimen: derived(all(0), "s.regimen", "its drugs in alphabetical order"),
        started_on: derived(all(1), "s.started", "first start of its drugs"),
        ended_on: derived(all(2), "s.ended", "last end of its drugs"),
        setting: {
          sql: `case when s.phase = 1 then ${source.setting === undefined ? "null" : quoteText(source.setting)} end`,
          origin: "assigned",
          from: [],
          rule: "as configured, of the trial's treatment",
        },
        end_reason: { sql: ended, origin: "collected", from: ["DS.DSDECOD"], codeList: "end_reason" },
      },
      from: `from ${lines} as s`,
    },
    ...domains.map((domain): Derivation => {
      const [drug, start, end] = names[domain]!;
      return {
        table: "drug_exposure",
        columns: {
          patient_id: derived([`${domain}.USUBJID`], "s.patient_id", "dataset id and USUBJID"),
          exposure_id: derived(
            [`${domain}.${domain}SEQ`],
            `'${domain}-' || coalesce(s.${domain}SEQ, cast(s.source_row as varchar))`,
            "domain and sequence number, else row",
          ),
          drug_name:
            domain === "EX"
              ? collected("EX.EXTRT", "s.EXTRT")
              : derived(["CM.CMDECOD", "CM.CMTRT"], "coalesce(s.CMDECOD, s.CMTRT)", "standard name, else as reported"),
          started_on: collected(`${domain}.${start}`, dateOf(`s.${start}`, dataset.partialDates)),
          ended_on: collected(`${domain}.${end}`, dateOf(`s.${end}`, dataset.partialDates)),
          line_number: derived([`${domain}.${drug}`], "s.line_number", "the line its course is"),
        },
        from: `from (
  select d.*, l.line_number
  from scratch.stage.${stageName(input, domain)} as d
  left join ${lines} as l on l.patient_id = d.patient_id and l.phase = d.phase and l.course = d.course
  where d.reason is null
) as s`,
      };
    }),
  ];
}
