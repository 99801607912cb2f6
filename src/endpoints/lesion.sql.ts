import { AXIS, CERTAINTY, NATURE, ROLE, STATE } from "../recist/lesion-rows.js";
import { codeOf, dayNumber, givenPatients, wordList } from "./given-patients.sql.js";

const roles = { target: ROLE.target, nontarget: ROLE.nonTarget, new: ROLE.new };
const natures = {
  leptomeningeal: NATURE.leptomeningeal,
  ascites: NATURE.ascites,
  effusion: NATURE.effusion,
  inflammatory_breast: NATURE.inflammatoryBreast,
  lymphangitis: NATURE.lymphangitis,
  blastic_bone: NATURE.blasticBone,
  bone_with_soft_tissue: NATURE.boneWithSoftTissue,
  tumour_marker: NATURE.tumourMarker,
};
const states = {
  measured: STATE.measured,
  too_small: STATE.tooSmall,
  absent: STATE.absent,
  present: STATE.present,
  unequivocal_progression: STATE.unequivocalProgression,
  not_evaluable: STATE.notEvaluable,
};
const axes = { long: AXIS.long, short: AXIS.short };
const certainties = { unequivocal: CERTAINTY.unequivocal, equivocal: CERTAINTY.equivocal };

/** A scan known to the month only is dated its 15th. */
export const scanDay = dayNumber("s", "performed", "case s.performed_on_precision when 'month' then 14 else 0 end");

/**
 * The lesions of the given patients ($1) with readers ($2) and organs ($3) as numbers. Grain: lesion, named by the rowid of
 * rwid.lesion. Order: patient_no, reader, lesion_id.
 */
export const sliceLesionsSql = `with ${givenPatients},
${wordList("readers", "$2")},
${wordList("organs", "$3")}
select
  cast(l.rowid as integer) as lesion,
  g.patient_no,
  r.code as reader,
  ${codeOf("l.role", roles)} as role,
  cast(coalesce(l.is_lymph_node, false) as integer) as is_node,
  ${codeOf("l.nature", natures)} as nature,
  coalesce(o.code, 0) as organ,
  cast(coalesce(l.progressed_since_therapy, false) as integer) as progressed
from rwid.lesion as l
join given as g on g.patient_id = l.patient_id
join readers as r on r.word = l.reader_id
left join organs as o on o.word = l.organ
order by g.patient_no, r.code, l.lesion_id`;

/** Splits and mergers among the lesions of the given patients ($1): rowids of lesion and origin. Grain: lesion × kind. */
export const lesionLinksSql = `with ${givenPatients}
select
  cast(l.rowid as integer) as lesion,
  cast(t.rowid as integer) as origin,
  cast(t.lesion_id = l.split_from as integer) as is_split
from rwid.lesion as l
join given as g on g.patient_id = l.patient_id
join rwid.lesion as t
  on t.patient_id = l.patient_id and t.reader_id = l.reader_id and t.lesion_id in (l.split_from, l.merged_into)
where l.split_from is not null or l.merged_into is not null
order by l.rowid, t.rowid`;

/**
 * Days of local therapy of the lesions of the given patients ($1): of the lesion where one is named, else of every lesion of
 * the organ ($2). Grain: lesion × therapy. Order: lesion, day.
 */
export const localTherapySql = `with ${givenPatients},
${wordList("organs", "$2")}
select
  cast(l.rowid as integer) as lesion,
  ${dayNumber("t", "performed")} as day
from rwid.local_therapy as t
join given as g on g.patient_id = t.patient_id
join rwid.lesion as l on l.patient_id = t.patient_id
left join organs as treated on treated.word = t.organ
left join organs as own on own.word = l.organ
where t.lesion_id = l.lesion_id or (t.lesion_id is null and treated.code > 0 and treated.code = own.code)
order by l.rowid, day`;

/**
 * What was scanned when, of those of the given patients ($1) who have a new lesion. modality and region ($2, $3) as numbers;
 * region −1 where the scan does not say. Grain: scan. Order: patient_no, day.
 */
export const coverageSql = `with ${givenPatients},
${wordList("modalities", "$2")},
${wordList("regions", "$3")},
concerned as (
  select distinct g.patient_id, g.patient_no
  from rwid.lesion as l
  join given as g on g.patient_id = l.patient_id
  where l.role = 'new'
)
select
  c.patient_no,
  ${scanDay} as day,
  coalesce(m.code, 0) as modality,
  coalesce(r.code, -1) as region
from rwid.imaging_study as s
join concerned as c on c.patient_id = s.patient_id
left join modalities as m on m.word = s.modality
left join regions as r on r.word = s.body_regions
order by c.patient_no, day, s.study_uid`;

/** Bits of `how` in `lesionRowsSql`. */
export const HOW = { state: 0, axis: 3, certainty: 5, modality: 7, contrast: 10 } as const;

/**
 * The lesion measurements of the given patients ($1); readers $2, modalities $3, contrast phases $4. No column is NULL: a
 * diameter or thickness that is missing is −1, a day NEVER. Grain: measurement, named by the rowid of rwid.lesion_measurement.
 * Order: patient, reader, day, lesion: a sequence stands together.
 */
export const lesionRowsSql = `with ${givenPatients},
${wordList("readers", "$2")},
${wordList("modalities", "$3")},
${wordList("contrasts", "$4")},
studies as materialized (
  select
    s.study_uid,
    g.patient_no,
    ${scanDay} as day,
    coalesce(s.slice_thickness_mm, -1) as slice,
    (coalesce(m.code, 0) << ${HOW.modality}) + (coalesce(c.code, 0) << ${HOW.contrast}) as technique
  from rwid.imaging_study as s
  join given as g on g.patient_id = s.patient_id
  left join modalities as m on m.word = s.modality
  left join contrasts as c on c.word = s.contrast_phase
),
lesions as materialized (
  select
    cast(l.rowid as integer) as lesion,
    g.patient_no,
    r.code as reader,
    l.reader_id,
    l.lesion_id
  from rwid.lesion as l
  join given as g on g.patient_id = l.patient_id
  join readers as r on r.word = l.reader_id
)
select
  l.lesion,
  s.day,
  coalesce(m.diameter_mm, -1) as diameter,
  s.slice,
  cast(
    ${codeOf("m.state", states)}
    + (${codeOf("m.axis", axes)} << ${HOW.axis})
    + (${codeOf("m.certainty", certainties)} << ${HOW.certainty})
    + s.technique
    as integer
  ) as how,
  cast(m.rowid as integer) as measurement
from rwid.lesion_measurement as m
join studies as s on s.study_uid = m.study_uid
join lesions as l on l.patient_no = s.patient_no and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
order by l.patient_no, l.reader, s.day, l.lesion, m.rowid`;
