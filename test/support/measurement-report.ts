import { code, type DicomFields, deidentified } from "./dicom-file.js";

/** A lesion as a report measures it. */
export interface ReportedLesion {
  readonly id: string;
  readonly uid?: string;
  readonly role?: string;
  readonly site?: DicomFields;
  /** Value, unit and axis of each diameter; a value of null: the measurement has none, for this reason. */
  readonly diameters?: readonly {
    readonly axis: DicomFields;
    readonly value: string | null;
    readonly unit?: string;
    readonly why?: string;
  }[];
  readonly state?: string;
  /** SOP instance UID of the image measured. */
  readonly image?: string | null;
  readonly more?: readonly DicomFields[];
}

export interface Report {
  readonly uid: string;
  readonly patient: string;
  readonly study: string;
  readonly date: string;
  readonly reader?: string | null;
  readonly lesions: readonly ReportedLesion[];
  /** Images that are the report's evidence: SOP instance UID → its study. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly replaces?: string;
  readonly template?: string;
}

export const axes = {
  long: code("SCT", "103339001", "Long Axis"),
  short: code("SCT", "103340004", "Short Axis"),
  any: code("SCT", "81827009", "Diameter"),
};
const ctClass = "1.2.840.10008.5.1.4.1.1.2";

const item = (type: string, name: DicomFields, value: DicomFields, relation = "CONTAINS"): DicomFields => ({
  RelationshipType: relation,
  ValueType: type,
  ConceptNameCodeSequence: [name],
  ...value,
});
const container = (name: DicomFields, children: readonly DicomFields[]) =>
  item("CONTAINER", name, { ContinuityOfContent: "SEPARATE", ContentSequence: children });

/** A structured report of template TID 1500, as fields for `dicomFile`. */
export function measurementReport(report: Report): DicomFields {
  const studies = [...new Set(Object.values(report.evidence))];
  const instances = (images: readonly string[]) => [
    {
      SeriesInstanceUID: "1.2.3.9",
      ReferencedSOPSequence: images.map((uid) => ({ ReferencedSOPClassUID: ctClass, ReferencedSOPInstanceUID: uid })),
    },
  ];
  return {
    ...deidentified,
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.88.22",
    SOPInstanceUID: report.uid,
    StudyInstanceUID: report.study,
    SeriesInstanceUID: `${report.uid}.1`,
    PatientID: report.patient,
    PatientName: report.patient,
    Modality: "SR",
    StudyDate: report.date,
    CurrentRequestedProcedureEvidenceSequence: studies.map((study) => ({
      StudyInstanceUID: study,
      ReferencedSeriesSequence: instances(Object.keys(report.evidence).filter((uid) => report.evidence[uid] === study)),
    })),
    ...(report.replaces === undefined
      ? {}
      : {
          PredecessorDocumentsSequence: [
            { StudyInstanceUID: report.study, ReferencedSeriesSequence: instances([report.replaces]) },
          ],
        }),
    ValueType: "CONTAINER",
    ContinuityOfContent: "SEPARATE",
    ConceptNameCodeSequence: [
      report.template === undefined
        ? code("DCM", "126000", "Imaging Measurement Report")
        : code("DCM", report.template, "Another Report"),
    ],
    ContentSequence: [
      ...(report.reader === null || report.reader === undefined
        ? []
        : [
            item(
              "PNAME",
              code("DCM", "121008", "Person Observer Name"),
              { PersonName: report.reader },
              "HAS OBS CONTEXT",
            ),
          ]),
      container(code("DCM", "126010", "Imaging Measurements"), report.lesions.map(groupOf)),
    ],
  };
}

function groupOf(lesion: ReportedLesion): DicomFields {
  const text = (value: string, name: string, meaning: string) =>
    item("TEXT", code("DCM", name, meaning), { TextValue: value }, "HAS OBS CONTEXT");
  const image = lesion.image ?? null;
  return container(code("DCM", "125007", "Measurement Group"), [
    text(lesion.id, "112039", "Tracking Identifier"),
    ...(lesion.uid === undefined
      ? []
      : [item("UIDREF", code("DCM", "112040", "Tracking Unique Identifier"), { UID: lesion.uid }, "HAS OBS CONTEXT")]),
    ...(lesion.site === undefined
      ? []
      : [item("CODE", code("SCT", "363698007", "Finding Site"), { ConceptCodeSequence: [lesion.site] })]),
    ...(lesion.role === undefined
      ? []
      : [item("CODE", code("99X", "1", "Finding Category"), { ConceptCodeSequence: [code("99X", "2", lesion.role)] })]),
    ...(lesion.state === undefined
      ? []
      : [item("CODE", code("99X", "3", "Appearance"), { ConceptCodeSequence: [code("99X", "4", lesion.state)] })]),
    ...(lesion.diameters ?? []).map(({ axis, value, unit = "mm", why }) =>
      item("NUM", axis, {
        ...(value === null
          ? { NumericValueQualifierCodeSequence: [code("99X", "5", why ?? "Not evaluable")] }
          : {
              MeasuredValueSequence: [
                { NumericValue: value, MeasurementUnitsCodeSequence: [code("UCUM", unit, unit)] },
              ],
            }),
        ContentSequence: image === null ? [] : [outline(image)],
      }),
    ),
    ...(lesion.diameters === undefined && image !== null ? [reference(image)] : []),
    ...(lesion.more ?? []),
  ]);
}

const reference = (uid: string): DicomFields => ({
  RelationshipType: "CONTAINS",
  ValueType: "IMAGE",
  ReferencedSOPSequence: [{ ReferencedSOPClassUID: ctClass, ReferencedSOPInstanceUID: uid }],
});

/** The line that was drawn, on its image. */
const outline = (uid: string): DicomFields => ({
  RelationshipType: "INFERRED FROM",
  ValueType: "SCOORD",
  GraphicType: "POLYLINE",
  GraphicData: [1, 1, 2, 2],
  ContentSequence: [{ ...reference(uid), RelationshipType: "SELECTED FROM" }],
});
