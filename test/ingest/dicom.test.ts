import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ctImage, type DicomFields, dicomFile, syntaxes } from "../support/dicom-file.js";
import { type FileContents, ingestFiles, refusalOf, runIngest, writeFiles } from "../support/ingest-files.js";

const configOf = (source: object = {}, dataset: object = {}) => ({
  datasets: [
    {
      id: "d",
      kind: "ehr_imaging",
      name: "Images",
      sources: [{ kind: "dicom", folder: "images", ...source }],
      ...dataset,
    },
  ],
});

/** Files of a folder `images`, from headers by name. */
const files = (headers: Readonly<Record<string, DicomFields>>): FileContents =>
  Object.fromEntries(Object.entries(headers).map(([name, fields]) => [`images/${name}`, dicomFile(fields)]));

async function scansOf(headers: Readonly<Record<string, DicomFields>>, source: object = {}, dataset: object = {}) {
  const loaded = await ingestFiles(files(headers), configOf(source, dataset));
  const scans = await loaded.rows("select * from rwid.imaging_study order by study_uid");
  loaded.close();
  return scans;
}

const refused = (headers: Readonly<Record<string, DicomFields>>, source: object = {}) =>
  refusalOf(files(headers), configOf(source));

const petImage = (fields: DicomFields = {}): DicomFields =>
  ctImage({
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.128",
    SOPInstanceUID: "1.2.3.1.2.1",
    SeriesInstanceUID: "1.2.3.1.2",
    Modality: "PT",
    Units: "BQML",
    PatientWeight: "70",
    AcquisitionTime: "101500.00",
    RadiopharmaceuticalInformationSequence: [
      { RadiopharmaceuticalStartTime: "091000", RadionuclideTotalDose: "350000000" },
    ],
    ...fields,
  });

describe("image headers", () => {
  it("become scans with how they were acquired", async () => {
    expect(await scansOf({ "a/1.dcm": ctImage({ ContrastBolusAgent: "Iodine" }) })).toEqual([
      {
        study_uid: "1.2.3.1",
        patient_id: "d:P1",
        performed_on: "2020-01-10",
        performed_day: null,
        performed_on_precision: null,
        modality: "CT",
        body_regions: "CHEST",
        slice_thickness_mm: "5.0",
        pixel_spacing_mm: "0.75",
        contrast_phase: "contrast, phase not stated",
        manufacturer: "Maker",
        model: "Model",
        kernel: "B30f",
        kvp: "120.0",
        suv_type: null,
        uptake_minutes: null,
        injected_mbq: null,
        weight_kg: null,
        site_id: null,
        deid_method: "113100; 113106",
        date_shift_policy: "unmodified",
      },
    ]);
  });

  it("become patients, files without a header are counted, and every record leads back to its instance", async () => {
    const contents = { ...files({ "p/1.dcm": ctImage({ PatientBirthDate: "19550101" }) }), "images/notes.txt": "x" };
    const loaded = await ingestFiles(contents, configOf());
    expect(await loaded.rows("select patient_id, sex, birth_year from rwid.patient")).toEqual([
      { patient_id: "d:P1", sex: "female", birth_year: "1955" },
    ]);
    expect(await loaded.rows("select reason, rows from provenance.set_aside")).toEqual([
      { reason: "no DICOM file", rows: "1" },
    ]);
    expect(await loaded.rows("select path, sop_uid, used from provenance.dicom_file order by source_row")).toEqual([
      { path: "notes.txt", sop_uid: null, used: "false" },
      { path: "p/1.dcm", sop_uid: "1.2.3.1.1.1", used: "true" },
    ]);
    expect(await loaded.rows("select software, images from provenance.dicom_series")).toEqual([
      { software: "V1", images: "1" },
    ]);
    expect(await loaded.rows("select source_row from lineage.imaging_study")).toEqual([{ source_row: "2" }]);
    loaded.close();
  });

  it("of a study in PET and CT are two scans; activity, uptake and weight belong to the PET", async () => {
    const scans = await scansOf({ "1.dcm": ctImage(), "2.dcm": petImage() });
    expect(
      scans.map(({ study_uid, modality, injected_mbq, uptake_minutes, weight_kg, suv_type }) => [
        [study_uid, modality],
        [injected_mbq, uptake_minutes, weight_kg, suv_type],
      ]),
    ).toEqual([
      [
        ["1.2.3.1:CT", "CT"],
        [null, null, null, null],
      ],
      [
        ["1.2.3.1:PT", "PT"],
        ["350.0", "65.0", "70.0", "BQML"],
      ],
    ]);
  });

  it.each([
    ["235000", "004500", "55.0"],
    ["091000", "101030.5", "60.508333333333326"],
  ])("count uptake from %s to %s as %s minutes", async (injected, acquired, minutes) => {
    const tracer = { RadiopharmaceuticalStartTime: injected, RadionuclideTotalDose: "350000000" };
    const header = petImage({ AcquisitionTime: acquired, RadiopharmaceuticalInformationSequence: [tracer] });
    expect((await scansOf({ "1.dcm": header }))[0]?.uptake_minutes).toBe(minutes);
  });

  it.each([
    [{ Units: "GML", SUVType: "BW" }, "SUVbw"],
    [{ Units: "GML" }, "SUVbw"],
    [{ Units: "GML", SUVType: "LBMJANMA" }, "SUL"],
    [{ Units: "CNTS" }, "CNTS"],
  ])("name the values of a PET by %j", async (fields, type) => {
    expect((await scansOf({ "1.dcm": petImage(fields) }))[0]?.suv_type).toBe(type);
  });

  it("are taken from the axial series with most images; localizers and secondary captures tell nothing", async () => {
    const series = (name: string, n: number, fields: DicomFields) =>
      Object.fromEntries(
        Array.from({ length: n }, (_, i) => [
          `${name}${i}.dcm`,
          ctImage({ SeriesInstanceUID: `1.2.3.1.${name}`, SOPInstanceUID: `1.2.3.1.${name}.${i}`, ...fields }),
        ]),
      );
    const headers = {
      ...series("5", 2, { SliceThickness: "3", ConvolutionKernel: "B70f" }),
      ...series("6", 3, { SliceThickness: "1", ConvolutionKernel: "B20f" }),
      ...series("7", 4, { SliceThickness: "9", ImageType: ["DERIVED", "SECONDARY", "MPR"] }),
      ...series("8", 5, { SliceThickness: "9", ImageType: ["ORIGINAL", "PRIMARY", "LOCALIZER"] }),
      ...series("9", 6, { SliceThickness: "9", SOPClassUID: "1.2.840.10008.5.1.4.1.1.7" }),
    };
    expect((await scansOf(headers))[0]).toMatchObject({ slice_thickness_mm: "1.0", kernel: "B20f" });
  });

  it("of an enhanced image are read from the shared functional groups", async () => {
    const { SliceThickness: _, PixelSpacing: __, ConvolutionKernel: ___, ...rest } = ctImage();
    const enhanced = {
      ...rest,
      SOPClassUID: "1.2.840.10008.5.1.4.1.1.2.1",
      SharedFunctionalGroupsSequence: [
        {
          PixelMeasuresSequence: [{ SliceThickness: "2.5", PixelSpacing: ["0.6", "0.6"] }],
          CTReconstructionSequence: [{ ConvolutionKernel: "Br40" }],
        },
      ],
    };
    expect((await scansOf({ "1.dcm": enhanced }))[0]).toMatchObject({
      slice_thickness_mm: "2.5",
      pixel_spacing_mm: "0.6",
      kernel: "Br40",
    });
  });

  it("count days by the offset where the dataset has no calendar", async () => {
    const header = ctImage({ LongitudinalTemporalOffsetFromEvent: -14.2 });
    const [scan] = await scansOf({ "1.dcm": header }, {}, { timeBasis: "days_from_index" });
    expect([scan?.performed_on, scan?.performed_day]).toEqual([null, "-14"]);
  });

  it("are of patients by the table of patients", async () => {
    const second = ctImage({
      PatientID: "B",
      StudyInstanceUID: "1.9",
      SeriesInstanceUID: "1.9.1",
      SOPInstanceUID: "1.9.1.1",
    });
    const contents = {
      ...files({ "1.dcm": ctImage(), "2.dcm": second }),
      "who.csv": "dicom_patient,patient\nP1,007\n",
    };
    expect(await refusalOf(contents, configOf({ patients: "who.csv" }))).toContain(
      'images, tag (0010,0020) PatientID: names a patient that the table of patients does not hold; add it, or say "unlinked": "set-aside": 1 file (2.dcm)',
    );
    const loaded = await ingestFiles(contents, configOf({ patients: "who.csv", unlinked: "set-aside" }));
    expect(await loaded.rows("select patient_id from rwid.imaging_study")).toEqual([{ patient_id: "d:007" }]);
    loaded.close();
  });

  it("say how the scans of another source were acquired; the two must agree on patient, day and modality", async () => {
    const tables = [
      { file: "scans.csv", to: "patient", distinct: true, columns: { patient_id: "id" } },
      {
        file: "scans.csv",
        to: "imaging_study",
        columns: { study_uid: "scan", patient_id: "id", performed_on: "day", modality: "modality", site_id: "site" },
      },
    ];
    const sources = [
      { kind: "tables", tables },
      { kind: "dicom", folder: "images", studies: "studies.csv" },
    ];
    const contents = (day: string) => ({
      "scans.csv": `scan,id,day,modality,site\nS1,P1,${day},CT,north\nS2,P1,2021-01-01,MR,south\n`,
      "studies.csv": "dicom_study,study,modality\n1.2.3.1,S1,CT\n",
      ...files({ "1.dcm": ctImage(), "2.dcm": petImage() }),
    });
    const loaded = await ingestFiles(contents("2020-01-10"), configOf({}, { sources }));
    expect(
      await loaded.rows(
        "select study_uid, site_id, slice_thickness_mm as mm, modality from rwid.imaging_study order by all",
      ),
    ).toEqual([
      { study_uid: "1.2.3.1:PT", site_id: null, mm: "5.0", modality: "PT" },
      { study_uid: "S1", site_id: "north", mm: "5.0", modality: "CT" },
      { study_uid: "S2", site_id: "south", mm: null, modality: "MR" },
    ]);
    expect(
      await loaded.rows(`select t.study_uid, f.path from lineage.imaging_study as l
join rwid.imaging_study as t on t.rowid = l.record
join provenance.source_file as f on f.file_id = l.file_id
order by all`),
    ).toEqual([
      { study_uid: "1.2.3.1:PT", path: "images" },
      { study_uid: "S1", path: "images" },
      { study_uid: "S1", path: "scans.csv" },
      { study_uid: "S2", path: "scans.csv" },
    ]);
    loaded.close();
    expect(await refusalOf(contents("2020-01-11"), configOf({}, { sources }))).toContain(
      "images gives a scan another performed_on than scans.csv does (there in row 1); one of them is wrong, or they are two scans: 1 file (1.dcm)",
    );
  });

  it("are refused by tables of links that lack a column, or link one thing twice", async () => {
    const linked = (name: "patients" | "studies", table: string) =>
      refusalOf({ "who.csv": table, ...files({ "1.dcm": ctImage() }) }, configOf({ [name]: "who.csv" }));
    expect(await linked("patients", "id,patient\nP1,1\n")).toBe(
      "SpecError: a table of patients has the columns dicom_patient, patient; who.csv lacks dicom_patient",
    );
    expect(await linked("patients", "dicom_patient,patient\nP1,1\nP1,2\n")).toContain(
      "who.csv, column dicom_patient: must stand once",
    );
    expect(await linked("patients", "dicom_patient,patient\nP1,\n")).toContain(
      "who.csv must hold dicom_patient and patient in every row",
    );
    expect(await linked("studies", "dicom_study,study,modality\n1.2.3.1,S1,\n1.2.3.1,S2,CT\n")).toContain(
      "who.csv, column dicom_study: must stand once",
    );
  });

  it("of a folder without a configuration are found by their ending; what a load leaves there is not read again", async () => {
    const folder = writeFiles({ "1.dcm": dicomFile(ctImage()), "more/2": dicomFile(petImage()) }, null);
    const [first, again] = [await runIngest(folder), await runIngest(folder)];
    expect(first.json).toMatchObject({ read: 2, used: 2 });
    expect(again.json).toEqual(first.json);
    expect(readFileSync(join(folder, "rwid.mapping.md"), "utf8")).toContain(
      "| 2 files, by SOP instance UID in provenance.dicom_file |",
    );
    rmSync(folder, { recursive: true });
  });

  it("give the same tables whatever the files are called", async () => {
    const headers = [ctImage(), ctImage({ SOPInstanceUID: "1.2.3.1.1.2", SliceThickness: "7" }), petImage()];
    const named = (names: readonly string[]) =>
      scansOf(Object.fromEntries(names.map((name, i) => [name, headers[i]!])));
    expect(await named(["c.dcm", "a.dcm", "b.dcm"])).toEqual(await named(["a/1", "b/2", "0"]));
  });
});

describe("DICOM files that cannot be right", () => {
  const other = { SOPInstanceUID: "1.2.3.1.1.2" };

  it.each([
    [
      "an instance in two files",
      { "1.dcm": ctImage(), "x/2.dcm": ctImage() },
      "tag (0008,0018) SOPInstanceUID: names one instance in several files; keep one of them: 2 files (1.dcm, x/2.dcm)",
    ],
    [
      "a patient of two sexes",
      { "1.dcm": ctImage(), "2.dcm": ctImage({ ...other, PatientSex: "M" }) },
      "tag (0010,0040) PatientSex: differs between files of one patient; one of them is wrong, or they are two people: 2 files (1.dcm, 2.dcm)",
    ],
    [
      "a study of two patients",
      { "1.dcm": ctImage(), "2.dcm": ctImage({ ...other, PatientID: "P2" }) },
      "tag (0020,000D) StudyInstanceUID: names one study in files of several patients; correct it, or the table of patients: 2 files (1.dcm, 2.dcm)",
    ],
    [
      "a study of two days",
      { "1.dcm": ctImage(), "2.dcm": ctImage({ ...other, StudyDate: "20200111" }) },
      "tag (0008,0020) StudyDate: differs between images of one study; correct it, or split the study: 2 files (1.dcm, 2.dcm)",
    ],
    [
      "no date",
      { "1.dcm": ctImage({ StudyDate: "20201399" }) },
      "tag (0008,0020) StudyDate: must be a date as YYYYMMDD: 1 file (1.dcm)",
    ],
    [
      "no patient",
      { "1.dcm": ctImage({ PatientID: "" }) },
      "tag (0010,0020) PatientID: must be filled: 1 file (1.dcm)",
    ],
    [
      "a thickness beyond any slice",
      { "1.dcm": ctImage({ SliceThickness: "500" }) },
      "tag (0018,0050) SliceThickness: → imaging_study.slice_thickness_mm must lie between 0.01 and 50 mm: 1 file (1.dcm)",
    ],
  ] as [string, Record<string, DicomFields>, string][])("%s", async (_, headers, line) => {
    expect(await refused(headers)).toContain(`in ingest.json:\n  - images, ${line}`);
  });

  it("are truncated, none at all, or bytes outside their character set: each is named with its tag", async () => {
    const whole = dicomFile(ctImage());
    const contents = {
      "images/a.dcm": whole.subarray(0, whole.length - 3),
      "images/b.dcm": "hello",
      "images/c.dcm": dicomFile(ctImage({ StudyDescription: "Sch?del" })),
    };
    contents["images/c.dcm"].write("\xe4", contents["images/c.dcm"].indexOf("?"), "latin1");
    expect(
      await refusalOf(contents, configOf()),
    ).toBe(`DataError: nothing was loaded: 3 things to correct in ingest.json:
  - images, tag (7FE0,0010) PixelData: announces more pixels than the file holds: it is truncated, get it again: 1 file (a.dcm)
  - images is no DICOM file: correct it, or take it out of the folder: 1 file (b.dcm)
  - images, tag (0008,1030) StudyDescription: holds bytes beyond ASCII, and the file names no character set; say which: characterSet: 1 file (c.dcm)`);
  });

  it("grow without bound when they are inflated", async () => {
    const meta = dicomFile(ctImage(), "explicit");
    const uid = meta.indexOf("1.2.840.10008.1.2.1\0", 140);
    const start = uid + 20;
    const deflated = Buffer.concat([
      meta.subarray(0, uid - 2),
      Buffer.from([22, 0]),
      Buffer.from(syntaxes.deflated),
      deflateRawSync(Buffer.concat([meta.subarray(start), Buffer.alloc(3_000_000)])),
    ]);
    const limits = { expandedMegabytes: 1 };
    expect(await refusalOf({ "images/1.dcm": deflated }, { ...configOf(), limits })).toContain(
      "images, tag (0002,0010) TransferSyntaxUID: says the file is deflated, and it grows beyond 1 MB; write it without deflation, or raise limits in the configuration: 1 file (1.dcm)",
    );
    expect(await refusalOf({ "images/1.dcm": deflated }, configOf())).toBeNull();
  });

  it("are of a patient whom another source gives another sex: both sources are named", async () => {
    const sources = [
      { kind: "tables", tables: [{ file: "p.csv", to: "patient", columns: { patient_id: "id", sex: "sex" } }] },
      { kind: "dicom", folder: "images" },
    ];
    const contents = { "p.csv": "id,sex\nP1,male\n", ...files({ "1.dcm": ctImage() }) };
    expect(await refusalOf(contents, configOf({}, { sources }))).toContain(
      "images gives a patient another sex than p.csv does (there in row 1); one of them is wrong, or they are two people: 1 file (1.dcm)",
    );
  });

  it("lie outside the folder by a link, or in a link that leads in a circle", async () => {
    const folder = writeFiles(files({ "1.dcm": ctImage() }), configOf());
    const away = writeFiles({ "2.dcm": dicomFile(ctImage(other)) }, null);
    symlinkSync(join(away, "2.dcm"), join(folder, "images", "2.dcm"));
    await expect(runIngest(folder, "out.duckdb")).rejects.toThrow(
      "files must lie in the configuration's folder; the link images/2.dcm leads out of it",
    );
    rmSync(join(folder, "images", "2.dcm"));
    mkdirSync(join(folder, "images", "in"));
    symlinkSync(join(folder, "images"), join(folder, "images", "in", "again"));
    await expect(runIngest(folder, "out.duckdb")).rejects.toThrow(
      "the link images/in/again leads to a folder that holds it; remove it",
    );
    expect(await refusalOf(files({ "1.dcm": ctImage() }), configOf({ folder: "../images" }))).toContain(
      "files must lie in the configuration's folder",
    );
    rmSync(folder, { recursive: true });
    rmSync(away, { recursive: true });
  });

  it("leave an earlier load as it was", async () => {
    const folder = writeFiles(files({ "1.dcm": ctImage() }), configOf());
    await runIngest(folder, "out.duckdb");
    const before = readFileSync(join(folder, "out.duckdb"));
    writeFileSync(join(folder, "images", "2.dcm"), dicomFile(ctImage({ ...other, PatientSex: "M" })));
    await expect(runIngest(folder, "out.duckdb")).rejects.toThrow("nothing was loaded");
    expect(readFileSync(join(folder, "out.duckdb")).equals(before)).toBe(true);
    rmSync(folder, { recursive: true });
  });
});
