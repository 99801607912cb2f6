import { coded, collected, type Derivation, derived } from "../derivation.js";
import { type DicomInput, dicomRows } from "./dicom-input.js";

/** The table of readings: each used group with its scan. */
export function readingsTable(input: DicomInput): string {
  return `select
  g.*,
  c.scan_uid,
  c.study_date,
  c.offset_days,
  c.temporal
from ${dicomRows(input, "groups")} as g
left join ${dicomRows(input, "scans")} as c on c.study_uid = g.study_uid and c.modality is not distinct from g.modality
where g.reason is null
order by g.source_row, cast(g.group_no as integer)`;
}

/** Lesions of the reports and what was measured of them. */
export function lesionsOf(input: DicomInput): Derivation[] {
  const { lesionId, role } = input.source;
  const lesion = collected(
    lesionId === "uid" ? "SR.Tracking Unique Identifier" : "SR.Tracking Identifier",
    "s.lesion_id",
  );
  const reader = derived(
    ["SR.Person Observer Name", "SR.Device Observer Name"],
    "s.reader_id",
    "observer of the group, else of the report, by readers of the configuration; the device where no person is named",
  );
  const readings = dicomRows(input, "readings");
  const roleSource = coded("SR.Finding Category", "s.role", "sr_role");
  return [
    {
      table: "lesion",
      columns: {
        patient_id: derived(["DICOM.(0010,0020) PatientID"], "s.patient_id", "dataset id and PatientID"),
        reader_id: reader,
        lesion_id: lesion,
        role:
          role === undefined ? roleSource : { ...roleSource, rule: `${role} where no code says it (as configured)` },
        organ: coded("SR.Finding Site", "s.organ", "sr_site"),
        is_lymph_node: derived(["SR.Finding Site"], "s.is_node", "the organ is a lymph node"),
      },
      from: `from (
  select *
  from ${readings}
  qualify row_number() over (partition by patient_id, reader_id, lesion_id order by study_date, offset_days, scan_uid, source_id) = 1
  order by patient_id, reader_id, lesion_id
) as s`,
    },
    {
      table: "lesion_measurement",
      columns: {
        study_uid: derived(
          ["SR.Referenced Image"],
          "s.scan_uid",
          "study and modality of the image measured: by the folder, else by the report's evidence; without an image the only study of the evidence",
        ),
        reader_id: reader,
        lesion_id: lesion,
        axis: {
          ...coded(
            "SR.Measurement",
            "nullif(coalesce(s.axis, case when s.state is null then s.why_axis end), 'any')",
            "sr_axis",
          ),
          rule: "short for nodes, long elsewhere",
        },
        diameter_mm: derived(["SR.Numeric Value", "SR.Measurement Units"], "to_mm(s.diameter, s.unit)", "in mm"),
        state: {
          ...coded(
            "SR.Qualitative Evaluation",
            "case when s.axis is not null then 'measured' else coalesce(s.state, 'not_evaluable') end",
            "sr_state",
          ),
          rule: "measured where there is a diameter; not evaluable where a measurement has no value",
        },
        reason: collected("SR.Numeric Value Qualifier", "case when s.axis is null and s.state is null then s.why end"),
        software: collected("SR.Algorithm Name", "s.software", "with its version"),
      },
      from: `from ${readings} as s`,
    },
  ];
}
