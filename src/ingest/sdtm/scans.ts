import { quoteText } from "../../store/quote-text.js";
import { decode } from "../code-lists.js";
import { type ColumnSource, collected, type Derivation, derived } from "../derivation.js";
import { hasDomain, type SdtmInput, stageName } from "./domain.js";

/**
 * The table of readings: each used row of TR, and each new lesion of TU that has no row in TR (else its progression
 * would be lost), with its scan. SDTM names no study: a scan is what was done on one patient, day and modality.
 */
export function readingsTable(input: SdtmInput): string {
  const { lists } = input;
  const study = `${quoteText(`${input.dataset.id}:`)} || USUBJID || ':' || date || ':' || coalesce(modality, 'NA')`;
  const words = decode(lists.tumour_state, "TRSTRESC");
  const measured = `select
    patient_id, USUBJID, reader_id, TRLNKID as lesion_id, TRDTC as date, modality,
    case
      when not_done then 'not_evaluable'
      when test = 'TUMSTATE' and role = 'new' and upper(TRSTRESC) = 'UNEQUIVOCAL' then 'present'
      when test = 'TUMSTATE' then ${words}
      when mm is not null then 'measured'
      else ${decode(lists.size_words, "TRSTRESC")}
    end as state,
    case when not not_done and test <> 'TUMSTATE' then mm end as mm,
    case when test in ('LPERP', 'SAXIS') then 'short' when test = 'LDIAM' then 'long' end as axis,
    case upper(TRSTRESC) when 'EQUIVOCAL' then 'equivocal' when 'UNEQUIVOCAL' then 'unequivocal' end as certainty,
    TRREASND as why,
    file_id, source_row, source_id
  from stage.${stageName(input, "TR")}
  where reason is null and test <> 'SUMDIAM'`;
  const visitDate = `(
      select min(m.TRDTC) from stage.${stageName(input, "TR")} as m
      where m.reason is null and m.USUBJID = u.USUBJID and m.reader_id = u.reader_id and m.visit = u.visit
    )`;
  const found = `select
    u.patient_id, u.USUBJID, u.reader_id, u.TULNKID, coalesce(u.TUDTC, ${visitDate}), u.modality,
    'present', null, null, null, null,
    u.file_id, u.source_row, u.source_id
  from stage.${stageName(input, "TU")} as u
  where u.reason is null and u.role = 'new' and u.place = 1 and not exists (
    select 1 from stage.${stageName(input, "TR")} as m
    where m.reason is null and m.USUBJID = u.USUBJID and m.reader_id = u.reader_id and m.TRLNKID = u.TULNKID
  )`;
  return `create table stage.${stageName(input, "readings")} as
select
  *,
  ${study} as study_uid,
  date_first(date) as performed,
  date_precision(date) as precision
from (
  ${measured}
  union all
  ${found}
)`;
}

/** New lesions that no scan dates: their progression has no day. */
export const undatedReadings = (input: SdtmInput): string =>
  `select file_id, source_row from stage.${stageName(input, "readings")} where performed is null order by file_id, source_row`;

/** Scans and what was seen on them. */
export function scansOf(input: SdtmInput): Derivation[] {
  const readings = `scratch.stage.${stageName(input, "readings")}`;
  const uid: ColumnSource = derived(
    ["TR.USUBJID", "TR.TRDTC", "TR.TRMETHOD", "TU.TUMETHOD"],
    "s.study_uid",
    "made of dataset, subject, date and modality: SDTM names no study",
  );
  return [
    {
      table: "imaging_study",
      columns: {
        study_uid: uid,
        patient_id: derived(["TR.USUBJID"], "s.patient_id", "dataset id and USUBJID"),
        performed_on: derived(
          ["TR.TRDTC", "TU.TUDTC"],
          "s.performed",
          "date of the measurement; of a new lesion without one, of its identification; a month stands on its first day",
        ),
        performed_on_precision: derived(["TR.TRDTC"], "s.precision", "what of the date is there"),
        modality: {
          sql: "s.modality",
          origin: "collected",
          from: ["TR.TRMETHOD", "TU.TUMETHOD"],
          codeList: "modality",
        },
      },
      from: `from (
  select * from ${readings}
  qualify row_number() over (partition by study_uid order by file_id, source_row) = 1
) as s`,
    },
    {
      table: "lesion_measurement",
      columns: {
        study_uid: uid,
        reader_id: derived(
          ["TR.TREVAL", "TR.TREVALID"],
          "s.reader_id",
          "evaluator, with its id where there are several; empty: the investigator",
        ),
        lesion_id: collected("TR.TRLNKID", "s.lesion_id"),
        axis: derived(["TR.TRTESTCD"], "s.axis", "LDIAM long, LPERP and SAXIS short"),
        diameter_mm: derived(["TR.TRSTRESN", "TR.TRSTRESU"], "s.mm", "in mm"),
        state: {
          sql: "s.state",
          origin: "derived",
          from: ["TR.TRSTRESC", "TR.TRSTAT", "TU.TUSTRESC"],
          rule: "measured where there is a diameter, not evaluable where not done, else by code lists tumour_state and size_words; UNEQUIVOCAL of a new lesion is present, of another one progression",
        },
        certainty: derived(["TR.TRSTRESC"], "s.certainty", "EQUIVOCAL or UNEQUIVOCAL"),
        reason: collected("TR.TRREASND", "s.why"),
      },
      from: `from ${readings} as s`,
    },
  ];
}

export const hasScans = (input: SdtmInput): boolean => hasDomain(input, "TR") && hasDomain(input, "TU");
