import { describe, expect, it } from "vitest";
import { code, ctImage, type DicomFields, dicomFile } from "../support/dicom-file.js";
import { asFiles, ingestFiles, refusalOf } from "../support/ingest-files.js";
import { axes, measurementReport, type Report, type ReportedLesion } from "../support/measurement-report.js";
import { sdtmConfig, sdtmTrial } from "../support/sdtm-trial.js";

const configOf = (source: object = {}) => ({
  datasets: [
    {
      id: "t1",
      kind: "trial",
      name: "Reads",
      sources: [{ kind: "dicom", folder: "images", ...source }],
    },
  ],
});
const filesOf = (headers: readonly DicomFields[]) =>
  Object.fromEntries(headers.map((fields, i) => [`images/${i}.dcm`, dicomFile(fields)]));

const image = "1.2.3.1.1.1";
const lung = code("SCT", "39607008", "Lung");
const node = code("SRT", "T-C4000", "Lymph node");
const t01: ReportedLesion = {
  id: "T01",
  uid: "1.7.1",
  role: "Target lesion",
  site: lung,
  diameters: [
    { axis: axes.long, value: "25.4" },
    { axis: axes.short, value: "12" },
  ],
  image,
};
const base: Report = {
  uid: "1.5.1",
  patient: "P1",
  study: "1.2.3.1",
  date: "20200110",
  reader: "R1",
  lesions: [t01],
  evidence: { [image]: "1.2.3.1" },
};

async function readsOf(
  reports: readonly Partial<Report>[],
  source: object = {},
  images: readonly DicomFields[] = [ctImage()],
) {
  const headers = [...images, ...reports.map((report) => measurementReport({ ...base, ...report }))];
  const loaded = await ingestFiles(filesOf(headers), configOf(source));
  const lesions = await loaded.rows(
    "select reader_id, lesion_id, role, organ, is_lymph_node from rwid.lesion order by all",
  );
  const reads = await loaded.rows(
    "select study_uid, reader_id, lesion_id, axis, diameter_mm, state, reason, software from rwid.lesion_measurement order by all",
  );
  const setAside = await loaded.rows("select reason, rows from provenance.set_aside order by reason");
  loaded.close();
  return { lesions, reads, setAside };
}

const refused = (
  reports: readonly Partial<Report>[],
  source: object = {},
  images: readonly DicomFields[] = [ctImage()],
) =>
  refusalOf(
    filesOf([...images, ...reports.map((report) => measurementReport({ ...base, ...report }))]),
    configOf(source),
  );

describe("a round trip", () => {
  it("from SDTM to RWiD, to structured reports and images, and back gives the same lesions and measurements", async () => {
    const loaded = await ingestFiles(asFiles.csv(sdtmTrial), sdtmConfig);
    const scans = await loaded.rows("select * from rwid.imaging_study order by study_uid");
    const lesions = await loaded.rows("select * exclude (first_seen_on, first_seen_day) from rwid.lesion order by all");
    const reads = await loaded.rows(
      "select m.*, s.patient_id from rwid.lesion_measurement as m join rwid.imaging_study as s using (study_uid) order by all",
    );
    loaded.close();
    const uidOf = (study: string | null | undefined) =>
      `1.2.9.${scans.findIndex(({ study_uid }) => study_uid === study) + 1}`;
    const roles: Record<string, string> = {
      target: "Target lesion",
      nontarget: "Non-target lesion",
      new: "New lesion",
    };
    const headers = scans.flatMap((scan, i): DicomFields[] => {
      const uid = uidOf(scan.study_uid);
      const ids = {
        PatientID: scan.patient_id!.replace("t1:", ""),
        StudyInstanceUID: uid,
        StudyDate: scan.performed_on!.replaceAll("-", ""),
      };
      const own = reads.filter(({ study_uid }) => study_uid === scan.study_uid);
      const readers = [...new Set(own.map(({ reader_id }) => reader_id!))];
      return [
        ctImage({
          ...ids,
          PatientSex: "",
          PatientName: "",
          SeriesInstanceUID: `${uid}.1`,
          SOPInstanceUID: `${uid}.1.1`,
          Modality: scan.modality!,
        }),
        ...readers.map((reader, k) =>
          measurementReport({
            uid: `1.5.${i}.${k}`,
            patient: ids.PatientID,
            study: uid,
            date: ids.StudyDate,
            reader,
            evidence: { [`${uid}.1.1`]: uid },
            lesions: own
              .filter(({ reader_id }) => reader_id === reader)
              .map((read): ReportedLesion => {
                const lesion = lesions.find(
                  (each) =>
                    each.patient_id === read.patient_id &&
                    each.reader_id === reader &&
                    each.lesion_id === read.lesion_id,
                )!;
                const cm = (mm: string) => String(Number(mm) / 10);
                return {
                  id: read.lesion_id!,
                  role: roles[lesion.role!]!,
                  site: code("99X", "9", lesion.organ!),
                  image: `${uid}.1.1`,
                  ...(read.state === "measured"
                    ? {
                        diameters: [
                          { axis: axes[read.axis as "long" | "short"], value: cm(read.diameter_mm!), unit: "cm" },
                        ],
                      }
                    : read.state === "not_evaluable"
                      ? { diameters: [{ axis: axes.long, value: null, why: read.reason ?? "" }] }
                      : { state: read.state! }),
                };
              }),
          }),
        ),
      ];
    });
    // The trial's evaluator is a word, which is a placeholder, not a person's name.
    const again = await ingestFiles(filesOf(headers), configOf({}));
    const lower = (rows: Record<string, string | null>[]) =>
      rows.map((row) => ({ ...row, organ: row.organ?.toLowerCase() ?? null }));
    expect(await again.rows("select * exclude (first_seen_on, first_seen_day) from rwid.lesion order by all")).toEqual(
      lower(lesions).map((row) => ({ ...row, nature: null })),
    );
    expect(
      await again.rows(
        "select m.*, s.patient_id from rwid.lesion_measurement as m join rwid.imaging_study as s using (study_uid) order by all",
      ),
    ).toEqual(reads.map((row) => ({ ...row, study_uid: uidOf(row.study_uid) })));
    expect(reads).toHaveLength(12);
    again.close();
  });
});

describe("measurement groups", () => {
  it("become lesions of a reader and what was measured: the long axis, of a node the short one", async () => {
    const n01 = { ...t01, id: "N01", uid: "1.7.2", role: "Non-target lesion", site: node };
    const { lesions, reads } = await readsOf([{ lesions: [t01, n01] }]);
    expect(lesions).toEqual([
      { reader_id: "R1", lesion_id: "N01", role: "nontarget", organ: "lymph node", is_lymph_node: "true" },
      { reader_id: "R1", lesion_id: "T01", role: "target", organ: "lung", is_lymph_node: "false" },
    ]);
    expect(reads.map(({ lesion_id, axis, diameter_mm, state }) => [lesion_id, axis, diameter_mm, state])).toEqual([
      ["N01", "short", "12.0", "measured"],
      ["T01", "long", "25.4", "measured"],
    ]);
  });

  it("take centimetres, diameters without an axis, states in words and measurements without a value", async () => {
    const { reads } = await readsOf([
      {
        lesions: [
          { ...t01, id: "A", diameters: [{ axis: axes.long, value: "2.54", unit: "cm" }] },
          { ...t01, id: "B", diameters: [{ axis: axes.any, value: "9" }] },
          { id: "C", role: "Target", site: lung, state: "Absent", image },
          { ...t01, id: "D", diameters: [{ axis: axes.long, value: null, why: "Obscured" }] },
          { ...t01, id: "E", diameters: [{ axis: axes.long, value: "0" }] },
        ].map(({ uid: _, ...lesion }: ReportedLesion) => lesion),
      },
    ]);
    expect(
      reads.map(({ lesion_id, axis, diameter_mm, state, reason }) => [lesion_id, axis, diameter_mm, state, reason]),
    ).toEqual([
      ["A", "long", "25.4", "measured", null],
      ["B", null, "9.0", "measured", null],
      ["C", null, null, "absent", null],
      ["D", "long", null, "not_evaluable", "Obscured"],
      ["E", "long", "0.0", "measured", null],
    ]);
  });

  it("name the algorithm that measured, the reader by the configuration, and no reader where the report names none", async () => {
    const algorithm = [
      ["111001", "Algorithm Name", "Tracker"],
      ["111003", "Algorithm Version", "2.1"],
    ].map(([value, meaning, text]) => ({
      RelationshipType: "HAS CONCEPT MOD",
      ValueType: "TEXT",
      ConceptNameCodeSequence: [code("DCM", value!, meaning!)],
      TextValue: text,
    }));
    const { reads } = await readsOf([{ lesions: [{ ...t01, more: algorithm }] }, { uid: "1.5.2", reader: null }], {
      readers: { R1: "central 1" },
    });
    expect(reads.map(({ reader_id, software }) => [reader_id, software])).toEqual([
      ["central 1", "Tracker 2.1"],
      ["not stated", null],
    ]);
  });

  it("belong to the study of the image measured, by the folder or by the evidence of the report", async () => {
    const later = ctImage({
      StudyInstanceUID: "1.2.3.2",
      SeriesInstanceUID: "1.2.3.2.1",
      SOPInstanceUID: "1.2.3.2.1.1",
      StudyDate: "20200310",
    });
    const both = { [image]: "1.2.3.1", "1.2.3.2.1.1": "1.2.3.2" };
    const { reads } = await readsOf(
      [{ evidence: both, study: "1.8", lesions: [t01, { ...t01, id: "T02", uid: "1.7.2", image: "1.2.3.2.1.1" }] }],
      {},
      [ctImage(), later],
    );
    expect(reads.map(({ study_uid, lesion_id }) => [study_uid, lesion_id])).toEqual([
      ["1.2.3.1", "T01"],
      ["1.2.3.2", "T02"],
    ]);
    // Without images in the folder the evidence tells the study, and the report's own date its day.
    expect((await readsOf([{ lesions: [{ ...t01, image: null }] }], {}, [])).reads[0]?.study_uid).toBe("1.2.3.1");
    expect(await refused([{ study: "1.8" }], {}, [])).toContain(
      "images, tag Referenced Image: measures a scan that is not told, or its day: no image of its study is in the folder, or the study has several modalities and the group names no image: 1 file (0.dcm)",
    );
  });

  it("of a study in PET and CT belong to the scan whose image is named; without an image that cannot be told", async () => {
    const pet = ctImage({ Modality: "PT", SeriesInstanceUID: "1.2.3.1.2", SOPInstanceUID: "1.2.3.1.2.1" });
    const { reads } = await readsOf([{}], {}, [ctImage(), pet]);
    expect(reads.map(({ study_uid }) => study_uid)).toEqual(["1.2.3.1:CT"]);
    expect(await refused([{ lesions: [{ ...t01, image: null }] }], {}, [ctImage(), pet])).toContain(
      "the study has several modalities and the group names no image: 1 file (2.dcm)",
    );
  });

  it("of a report that a later one replaces are set aside, and so are reports of other templates", async () => {
    const { reads, setAside } = await readsOf([
      {},
      { uid: "1.5.2", replaces: "1.5.1", lesions: [{ ...t01, diameters: [{ axis: axes.long, value: "26" }] }] },
      { uid: "1.5.3", template: "126001" },
    ]);
    expect(reads.map(({ diameter_mm }) => diameter_mm)).toEqual(["26.0"]);
    expect(setAside).toEqual([
      { reason: "a later report replaces its report", rows: "1" },
      { reason: "structured report of another template than TID 1500", rows: "1" },
    ]);
  });

  it("name lesions by their tracking UID where the configuration says so", async () => {
    const same = [
      { ...t01, id: "Length" },
      { ...t01, id: "Length", uid: "1.7.2" },
    ];
    expect(await refused([{ lesions: same }])).toContain(
      'images, tag Tracking Identifier: must be filled, and name one lesion (tracking UID) of a patient and reader; else say "lesionId": "uid": 2 files (1.dcm, 1.dcm)',
    );
    const { reads } = await readsOf([{ lesions: same }], { lesionId: "uid" });
    expect(reads.map(({ lesion_id }) => lesion_id)).toEqual(["1.7.1", "1.7.2"]);
  });

  it.each([
    [
      "another unit",
      [{ ...t01, diameters: [{ axis: axes.long, value: "1", unit: "[in_i]" }] }],
      "tag Measurement Units: must be mm or cm (UCUM) where a diameter is given",
    ],
    [
      "no role",
      [{ id: "T01", site: lung, diameters: t01.diameters!, image }],
      "tag Finding Category: no code of the group says whether the lesion is target, non-target or new",
    ],
    [
      "one axis twice",
      [{ ...t01, diameters: [t01.diameters![0]!, t01.diameters![0]!] }],
      "tag Measurement: gives one axis of a lesion twice in a group",
    ],
    [
      "two roles",
      [t01, { ...t01, role: "New lesion" }],
      "tag Finding Category: gives a lesion of one reader several roles",
    ],
    [
      "a lesion beyond any size",
      [{ ...t01, diameters: [{ axis: axes.long, value: "400" }] }],
      "→ lesion_measurement.diameter_mm must lie between 0 and 300 mm: 1 file (1.dcm)",
    ],
    ["a lesion twice on a scan", [t01, t01], "→ lesion_measurement.study_uid, reader_id, lesion_id"],
  ] as [string, ReportedLesion[], string][])("with %s load nothing", async (_, lesions, line) => {
    expect(await refused([{ lesions }])).toContain(line);
  });

  it("without a role take the one of the configuration", async () => {
    const { role: _, ...none } = t01;
    expect((await readsOf([{ lesions: [none] }], { role: "target" })).lesions[0]?.role).toBe("target");
  });
});
