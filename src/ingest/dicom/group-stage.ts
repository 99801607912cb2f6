import { quoteText } from "../../store/quote-text.js";
import { differsWithin } from "../differs-within.js";
import type { StageInput, StageRule } from "../stage.js";
import { type DicomInput, dicomStage, rawDicom } from "./dicom-input.js";
import { groupColumns } from "./measurement-groups.js";

/** Modalities by SOP class, of images that a report names and the folder does not hold. PS3.4 B.5. */
const modalities: Readonly<Record<string, string>> = {
  "1.1": "DX",
  "1": "CR",
  "2": "CT",
  "2.1": "CT",
  "4": "MR",
  "4.1": "MR",
  "6.1": "US",
  "128": "PT",
  "130": "PT",
};

/**
 * Measurement groups of the reports with their scan: the study and modality of the image measured. Of several diameters the
 * one that RECIST measures is read: the short axis of a node, the long one elsewhere; else one without an axis, else the
 * other one.
 */
export function groupStage(input: DicomInput): StageInput {
  const { source, fileId } = input;
  const instances = `stage.${dicomStage(input, "instances")}`;
  const classes = Object.entries(modalities).map(
    ([ending, modality]) => `when '1.2.840.10008.5.1.4.1.1.${ending}' then '${modality}'`,
  );
  const readers = Object.entries(source.readers).map(([from, to]) => `when ${quoteText(from)} then ${quoteText(to)}`);
  const reader = readers.length === 0 ? "g.reader" : `case g.reader ${readers.join(" ")} else g.reader end`;
  const role = source.role === undefined ? "g.role" : `coalesce(g.role, '${source.role}')`;
  return {
    name: dicomStage(input, "groups"),
    label: "SR measurement groups",
    sql: `with seen as (
  select study_uid, modality
  from ${instances}
  where reason is null and report is null
  union all
  select image_study, case image_class ${classes.join(" ")} end
  from ${rawDicom(input, "groups")}
), images as (
  select study_uid, min(modality) as modality
  from seen
  group by study_uid
  having min(modality) = max(modality)
), replaced as (
  select distinct unnest(string_split(predecessors, '\\')) as sop_uid
  from ${instances}
  where reason is null and predecessors is not null
), g as (
  select
    ${fileId} as file_id,
    cast(g.source_row as integer) as source_row,
    i.sop_uid || ' group ' || g.group_no as source_id,
    ${groupColumns.map((name) => (name === "role" ? `${role} as role` : `g.${name}`)).join(",\n    ")},
    i.reason as report_reason,
    i.patient_id,
    r.sop_uid is not null as is_replaced,
    coalesce(${reader}, 'not stated') as reader_id,
    ${source.lesionId === "uid" ? "g.tracking_uid" : "g.tracking_id"} as lesion_id,
    coalesce(m.study_uid, g.image_study) as study_uid,
    m.series_uid,
    coalesce(m.modality, case g.image_class ${classes.join(" ")} end, s.modality) as modality,
    coalesce(contains(lower(g.organ), 'lymph node'), false) as is_node
  from ${rawDicom(input, "groups")} as g
  join ${instances} as i on i.source_row = cast(g.source_row as integer)
  left join ${instances} as m on m.sop_uid = g.image_uid and m.reason is null
  left join images as s on s.study_uid = coalesce(m.study_uid, g.image_study)
  left join replaced as r on r.sop_uid = i.sop_uid
), chosen as (
  select
    *,
    case
      when is_node and short_value is not null then 'short'
      when not is_node and long_value is not null then 'long'
      when any_value is not null then 'any'
      when long_value is not null then 'long'
      when short_value is not null then 'short'
    end as axis
  from g
), judged as (
  select
    *,
    case axis when 'long' then long_value when 'short' then short_value when 'any' then any_value end as diameter,
    case axis when 'long' then long_unit when 'short' then short_unit when 'any' then any_unit end as unit,
    case
      when report_reason is not null then 'its report is set aside'
      when is_replaced then 'a later report replaces its report'
      when tracking_id is null and tracking_uid is null then 'no lesion named (no tracking identifier)'
      when axis is null and state is null and why is null then 'holds neither a diameter nor a state of a lesion'
    end as reason
  from chosen
)
select
  *,
  ${differsWithin("patient_id, reader_id, tracking_id", "tracking_uid")} as several_lesions,
  ${differsWithin("patient_id, reader_id, lesion_id", "role")} as several_roles
from judged
order by source_row, cast(group_no as integer)`,
    faults: groupFaults(input),
    notes: [
      {
        column: "Finding Site",
        rule: "is not in code list sr_site: the organ is called by the code's meaning; add it under codeLists.sr_site",
        broken: `site is not null and upper(site) not in (${Object.keys(input.lists.sr_site.entries).map(quoteText).join(", ")})`,
      },
    ],
    required: [],
    used: [],
  };
}

function groupFaults({ source }: DicomInput): StageRule[] {
  return [
    {
      column: "Measurement Units",
      rule: "must be mm or cm (UCUM) where a diameter is given",
      broken: "diameter is not null and coalesce(lower(unit), '') not in ('mm', 'cm')",
    },
    {
      column: "Numeric Value",
      rule: "must be a number",
      broken: "diameter is not null and to_number(diameter) is null",
    },
    {
      column: "Measurement",
      rule: "gives one axis of a lesion twice in a group; which one counts is not told",
      broken: "axis_twice is not null",
    },
    {
      column: "Tracking Identifier",
      rule:
        source.lesionId === "uid"
          ? "has no tracking UID; name lesions by their identifier (lesionId)"
          : 'must be filled, and name one lesion (tracking UID) of a patient and reader; else say "lesionId": "uid"',
      broken: source.lesionId === "uid" ? "lesion_id is null" : "lesion_id is null or several_lesions",
    },
    {
      column: "Finding Category",
      rule: "no code of the group says whether the lesion is target, non-target or new (code list sr_role); add the code, or say role",
      broken: "role is null",
    },
    {
      column: "Finding Category",
      rule: "gives a lesion of one reader several roles",
      broken: "several_roles",
    },
    {
      column: "Referenced Image",
      rule: "the study that was measured is not told: the group names no image of the folder or of the report's evidence",
      broken: "study_uid is null",
    },
  ];
}
