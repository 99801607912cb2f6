/** A fault as it is planted in the synthetic world, and the parts of indicators that must turn worse by it, in some arm and set. */
export interface Fault {
  readonly what: string;
  readonly sql: readonly string[];
  readonly found: readonly string[];
}

const care = "patient_id like 'lung-care:%'";
const trial = "patient_id like 'lung-trial:%'";
const number = (alias: string): string => `cast(split_part(${alias}patient_id, ':', 2) as integer)`;
/** Every k-th patient of routine care, and of the trial; alias: of a table among others, with its dot. */
const careEvery = (k: number, alias = ""): string => `${alias}${care} and ${number(alias)} % ${k} = 0`;
const trialEvery = (k: number, alias = ""): string => `${alias}${trial} and ${number(alias)} % ${k} = 0`;
/** The day of the index treatment of each patient. */
export const index = `(
  select patient_id, min(started_on) as index_on
  from rwid.therapy_line
  where regimen = 'SYN-101'
    or (${care} and line_number in (2, 3) and regimen in ('docetaxel', 'pemetrexed', 'gemcitabine', 'vinorelbine'))
  group by patient_id
)`;
/** Scans after it. */
export const after = `study_uid in (
  select s.study_uid
  from rwid.imaging_study as s
  join ${index} as i on i.patient_id = s.patient_id
  where s.performed_on > i.index_on
)`;
export const orphaned =
  "delete from rwid.lesion_measurement where study_uid not in (select study_uid from rwid.imaging_study)";

const acquisition: readonly Fault[] = [
  ...(["manufacturer", "model", "pixel_spacing_mm", "kernel"] as const).map((column) => ({
    what: `${column} missing in every third patient of routine care`,
    sql: [`update rwid.imaging_study set ${column} = null where ${careEvery(3)}`],
    found: [`R3.6.${column}`],
  })),
  {
    what: "slice thickness missing, and thick slices where it is known",
    sql: [
      `update rwid.imaging_study set slice_thickness_mm = null where ${careEvery(3)}`,
      `update rwid.imaging_study set slice_thickness_mm = 8 where modality = 'CT' and ${careEvery(5)}`,
    ],
    found: [
      "R3.6.slice_thickness_mm",
      "R3.1.baseline",
      "R3.1.baseline.difference",
      "R3.1.follow_up",
      "R3.1.follow_up.difference",
    ],
  },
  {
    what: "tube voltage and contrast phase on record for some scans alone",
    sql: [
      "alter table rwid.imaging_study add column kvp double",
      `update rwid.imaging_study set kvp = 120 where modality = 'CT' and not (${careEvery(3)})`,
      `update rwid.imaging_study set contrast_phase = null where ${careEvery(4)}`,
    ],
    found: ["R3.6.kvp", "R3.6.contrast_phase"],
  },
  {
    what: "PET without SUV type, uptake time, activity and weight",
    sql: [
      `insert into rwid.imaging_study by name
      select * replace (study_uid || '/PT' as study_uid, 'PT' as modality) from rwid.imaging_study where modality = 'CT' and ${careEvery(7)}`,
    ],
    found: ["R3.8.suv_type", "R3.8.uptake_minutes", "R3.8.injected_mbq", "R3.8.weight_kg"],
  },
  {
    what: "radiomic features without settings, from batches of a few patients",
    sql: [
      `create table rwid.radiomic_feature as
      select m.study_uid, m.reader_id, m.lesion_id, 'RNU0' as ibsi_code, 'none' as filter, 1.5 as value, null::varchar as discretisation, '1 mm' as resampling, 'features 2.1' as software
      from rwid.lesion_measurement as m join rwid.imaging_study as s on s.study_uid = m.study_uid where ${careEvery(40, "s.")}`,
    ],
    found: ["R3.7.settings", "R3.7.batch"],
  },
  {
    what: "an algorithm in two versions",
    sql: [
      "alter table rwid.lesion_measurement add column software varchar",
      "update rwid.lesion_measurement set software = case when lesion_id = 'T1' then 'Autosize 1.2' else 'Autosize 2.0' end",
    ],
    found: ["R1.6"],
  },
];

const provenance: readonly Fault[] = [
  {
    what: "a dataset without version and licence",
    sql: ["update rwid.dataset set version = null, licence = null where dataset_id = 'lung-care'"],
    found: ["R5.1"],
  },
  {
    what: "a dataset that does not say how identity was removed",
    sql: ["update rwid.dataset set deidentification = null where dataset_id = 'lung-care'"],
    found: ["R5.4.statement"],
  },
  {
    what: "scans de-identified in a way no profile knows",
    sql: [`update rwid.imaging_study set deid_method = 'cleaned by hand' where ${careEvery(10)}`],
    found: ["R5.4.method"],
  },
  {
    what: "scans of the head by the basic profile alone, the face left as it is",
    sql: [
      `update rwid.imaging_study set deid_method = '113100' || case when study_uid like '%/MR' and ${careEvery(3)} then '' else '; 113102' end where ${care} and not (${careEvery(10)})`,
    ],
    found: ["R5.4.face"],
  },
  {
    what: "scans of one patient dated by two policies, or by none",
    sql: [
      `update rwid.imaging_study set date_shift_policy = 'shifted by 7 days' where ${careEvery(10)} and not ${after} and modality = 'CT'`,
      `update rwid.imaging_study set date_shift_policy = null where ${careEvery(11)}`,
    ],
    found: ["R5.4.dates"],
  },
  {
    what: "a telephone number in a free text",
    sql: [`update rwid.diagnosis set description = 'lung cancer; call 555-123-4567' where ${careEvery(10)}`],
    found: ["R5.4.identifiers"],
  },
  {
    what: "codes without a code system",
    sql: [`update rwid.diagnosis set code_system = null where ${careEvery(10)}`],
    found: ["R5.6"],
  },
  {
    what: "a site that sends half of all scans",
    sql: [`update rwid.imaging_study set site_id = 'C01' where ${careEvery(2)}`],
    found: ["R3.5.site"],
  },
  {
    what: "scanners of one maker",
    sql: [`update rwid.imaging_study set manufacturer = 'SIEMENS' where ${care}`],
    found: ["R3.5.manufacturer"],
  },
  {
    what: "one reader for nearly all",
    sql: [`delete from rwid.lesion_measurement where reader_id <> 'central-1'`],
    found: ["R1.2"],
  },
  {
    what: "sites without performance status, and so without eligible patients",
    sql: [
      `delete from rwid.observation where concept = 'ecog' and patient_id in (select patient_id from rwid.patient where ${care} and site_id in (select distinct site_id from rwid.patient where ${care} order by site_id limit 30))`,
    ],
    found: ["R2.8"],
  },
  {
    what: "an extract far older than its cut-off",
    sql: ["update rwid.dataset set data_cutoff = date '2025-12-31', extracted_on = date '2026-01-31'"],
    found: ["R4.8"],
  },
];

const baseline: readonly Fault[] = [
  {
    what: "laboratory values missing in routine care",
    sql: [`delete from rwid.observation where concept = 'ldh' and ${care} and ${number("")} % 2 = 1`],
    found: ["R2.3.ldh", "R4.4.ldh", "R4.4.ldh.smd"],
  },
  {
    what: "baseline scans five weeks before index",
    sql: [
      `update rwid.imaging_study as s set performed_on = i.index_on - 36 from ${index} as i
      where i.patient_id = s.patient_id and ${careEvery(2, "s.")} and s.performed_on between i.index_on - 28 and i.index_on`,
    ],
    found: ["R2.4", "R2.4.difference"],
  },
  {
    what: "treatments without an exposure",
    sql: [`delete from rwid.drug_exposure where ${careEvery(3)}`],
    found: ["R2.7", "R2.7.difference", "R4.9.imaging_therapy"],
  },
  {
    what: "trial patients without any observation",
    sql: [`delete from rwid.observation where ${trialEvery(5)}`],
    found: ["R4.9.imaging_records"],
  },
  {
    what: "ages that cannot be",
    sql: [`update rwid.patient set age_at_index = 115 where ${careEvery(50)}`],
    found: ["R4.5.age"],
  },
  {
    what: "scans and diagnoses before birth",
    sql: [`update rwid.patient set age_at_index = 0.01 where ${careEvery(51)}`],
    found: ["R4.5.scan_before_birth", "R4.5.diagnosis_before_birth"],
  },
  {
    what: "scans that stand twice",
    sql: [
      `insert into rwid.imaging_study by name
      select * replace (study_uid || '/copy' as study_uid) from rwid.imaging_study where modality = 'CT' and ${careEvery(23)}`,
    ],
    found: ["R4.5.repeated_scan"],
  },
];

/** Patients of routine care who are old: what is lacking of them is not lacking by chance. */
const old = `patient_id in (select patient_id from rwid.patient where ${care} and age_at_index > 66)`;

const selective: readonly Fault[] = [
  {
    what: "laboratory values missing of the old",
    sql: [`delete from rwid.observation where concept = 'ldh' and ${old}`],
    found: ["R2.3.ldh", "R4.4.ldh", "R4.4.ldh.smd", "R4.4.mcar"],
  },
  {
    what: "exposures that could be linked for the young alone",
    sql: [`delete from rwid.drug_exposure where ${old}`],
    found: ["R4.9.imaging_therapy", "R4.9.imaging_therapy.bias", "R2.7", "R2.7.difference"],
  },
  {
    what: "vital status that could be linked for the young alone",
    sql: [`delete from rwid.vital_status where ${old}`],
    found: ["R4.9.imaging_mortality", "R4.9.imaging_mortality.bias", "R4.3.known", "R4.3.known.difference"],
  },
];

const followUp: readonly Fault[] = [
  {
    what: "follow-up without contrast in the trial",
    sql: [`update rwid.imaging_study set contrast_phase = 'none' where ${trialEvery(2)} and ${after}`],
    found: ["R3.2"],
  },
  {
    what: "follow-up of the chest alone in the trial",
    sql: [
      `update rwid.imaging_study set body_regions = 'chest' where modality = 'CT' and ${trialEvery(2)} and ${after}`,
    ],
    found: ["R3.3"],
  },
  {
    what: "targets measured once in the trial",
    sql: [
      `delete from rwid.lesion_measurement where lesion_id in ('T1', 'T2') and ${after} and study_uid in (select study_uid from rwid.imaging_study where ${trialEvery(3)})`,
    ],
    found: ["R4.6"],
  },
  {
    what: "stored sums that are not those of the targets, and sums of 0 without complete response",
    sql: [
      "alter table rwid.reader_assessment add column sum_diameters_mm double",
      `update rwid.reader_assessment as a set sum_diameters_mm = x.added from (
        select s.patient_id, s.performed_on, m.reader_id, sum(m.diameter_mm) as added
        from rwid.lesion_measurement as m
        join rwid.imaging_study as s on s.study_uid = m.study_uid
        join rwid.lesion as l on l.patient_id = s.patient_id and l.reader_id = m.reader_id and l.lesion_id = m.lesion_id
        where l.role = 'target' and m.state = 'measured'
        group by all
      ) as x
      where x.patient_id = a.patient_id and x.performed_on = a.assessed_on and x.reader_id = a.reader_id`,
      `update rwid.reader_assessment set sum_diameters_mm = sum_diameters_mm + 10 where sum_diameters_mm is not null and ${trialEvery(5)}`,
      `update rwid.reader_assessment set sum_diameters_mm = 0 where target_response = 'SD' and ${trialEvery(7)}`,
    ],
    found: ["R4.7", "R4.5.zero_sum"],
  },
  {
    what: "readers who knew the arm",
    sql: [
      "alter table rwid.reader_assessment add column blinded boolean",
      `update rwid.reader_assessment set blinded = not (${trialEvery(5)})`,
    ],
    found: ["R1.7"],
  },
  {
    what: "responses before treatment",
    sql: [
      `update rwid.reader_assessment as a set assessed_on = i.index_on - 5, overall_response = 'PR'
      from ${index} as i, (select patient_id, min(assessed_on) as first_on from rwid.reader_assessment group by patient_id) as f
      where i.patient_id = a.patient_id and f.patient_id = a.patient_id and a.assessed_on = f.first_on and ${trialEvery(9, "a.")}`,
    ],
    found: ["R4.5.response_before_baseline"],
  },
  {
    what: "charts and treatments dated after death",
    sql: [
      `update rwid.ehr_assessment as e set assessed_on = v.died_on + 9 from rwid.vital_status as v
      where v.patient_id = e.patient_id and v.died_on < date '2019-01-01' and ${careEvery(9, "e.")}`,
      `update rwid.drug_exposure as e set started_on = v.died_on + 9, ended_on = v.died_on + 9 from rwid.vital_status as v
      where v.patient_id = e.patient_id and v.died_on < date '2019-01-01' and e.line_number = 1 and ${careEvery(9, "e.")}`,
    ],
    found: ["R4.5.assessment_after_death", "R4.5.treatment_after_death"],
  },
  {
    what: "no vital status for a quarter of routine care",
    sql: [`delete from rwid.vital_status where ${careEvery(4)}`],
    found: ["R4.3.known", "R4.3.known.difference", "R4.9.imaging_mortality"],
  },
];

const schedule: readonly Fault[] = [
  {
    what: "routine care scanned every three months",
    sql: [
      `delete from rwid.imaging_study where study_uid in (
        select s.study_uid from rwid.imaging_study as s
        join ${index} as i on i.patient_id = s.patient_id
        where s.${care} and s.performed_on > i.index_on and ((s.performed_on - i.index_on) // 50) % 2 = 0
      )`,
      orphaned,
    ],
    found: ["R3.4.difference"],
  },
  {
    what: "no follow-up scan of every third trial patient",
    sql: [`delete from rwid.imaging_study where ${trialEvery(3)} and ${after}`, orphaned],
    found: ["R4.1"],
  },
];

/** Faults that touch different indicators stand in one copy of the world. */
export const batches: Readonly<Record<string, readonly Fault[]>> = {
  acquisition,
  provenance,
  baseline,
  selective,
  "follow-up": followUp,
  schedule,
};
