import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findIdentifiers } from "../../src/ingest/dicom/identifying-text.js";
import { identityFindings } from "../../src/spec/identity-finding.js";
import { code, ctImage, type DicomFields, dicomFile } from "../support/dicom-file.js";
import { ingestFiles, refusalOf } from "../support/ingest-files.js";
import { axes, measurementReport } from "../support/measurement-report.js";

const methods = (...codes: readonly string[]) => ({
  DeidentificationMethodCodeSequence: codes.map((value) => code("DCM", value, "method")),
});
const configOf = (accept: readonly string[] = [], source: object = {}) => ({
  datasets: [
    {
      id: "d",
      kind: "ehr_imaging",
      name: "Images",
      accept: accept.map((finding) => ({ finding, because: "looked at by hand" })),
      sources: [{ kind: "dicom", folder: "images", ...source }],
    },
  ],
});
const filesOf = (headers: readonly DicomFields[]) =>
  Object.fromEntries(headers.map((fields, i) => [`images/${i}.dcm`, dicomFile(fields)]));

/** Names of the findings that stop the load of these headers. */
async function findingsOf(headers: readonly DicomFields[], source: object = {}): Promise<string[]> {
  const answer = (await refusalOf(filesOf(headers), configOf([], source))) ?? "";
  return [...answer.matchAll(/accept the finding by its name, ([a-z-]+)/g)].map(([, name]) => name!).sort();
}

const second = { SOPInstanceUID: "1.2.3.1.1.2" };

describe("the de-identification of a file", () => {
  it("that is clean raises nothing, whatever harmless text it holds", async () => {
    const header = ctImage({
      PatientName: "LUNG1-001",
      PatientBirthDate: "19550101",
      StudyDescription: "CT Chest/Abdomen/Pelvis w contrast",
      SeriesDescription: "AX 1.25 LUNG 512x512 2/3",
      ProtocolName: "6.1 ThorRoutine 2012B (Adult)",
      PatientID: "4711001",
      ImageComments: "Patient: Supine. Read by window 40/400. Patient ID: 4711001",
      ReferringPhysicianName: "",
      OperatorsName: "ANONYMOUS",
      SoftwareVersions: "syngo CT 2012B 20120305",
      AcquisitionDate: "20200110",
    });
    expect(await refusalOf(filesOf([header]), configOf())).toBeNull();
  });

  it.each([
    ["identity-not-removed", { PatientIdentityRemoved: "NO" }],
    ["method-not-coded", methods("113106")],
    ["dates-policy-not-stated", { ...methods("113100"), LongitudinalTemporalInformationModified: "" }],
    ["dates-shift-unknown", { LongitudinalTemporalInformationModified: "MODIFIED" }],
    ["dates-disagree", { AcquisitionDate: "20190110" }],
    ["dates-removed", { LongitudinalTemporalInformationModified: "REMOVED" }],
    ["burned-in-annotation", { BurnedInAnnotation: "YES" }],
    ["burned-in-not-stated", { BurnedInAnnotation: "", Modality: "US", SOPClassUID: "1.2.840.10008.5.1.4.1.1.6.1" }],
    ["recognizable-face", { BodyPartExamined: "HEAD" }],
    ["direct-identifier", { PatientName: "Doe^Jane" }],
    ["direct-identifier", { PatientBirthDate: "19550617" }],
    ["direct-identifier", { RequestAttributesSequence: [{ RequestingPhysician: "Miller^Ann" }] }],
    ["name-in-text", { StudyDescription: "referred by Ann Miller" }],
    ["date-in-text", { ...methods("113100"), ImageComments: "prior of 12.03.2019" }],
    ["record-number-in-text", { ImageComments: "MRN 00123456" }],
    ["contact-in-text", { ImageComments: "call 555-867-5309" }],
    ["private-elements", { "00091010": { vr: "LO", Value: ["x"] } }],
  ] as [string, DicomFields][])("%s is found, and alone: %j", async (finding, fields) => {
    expect(await findingsOf([ctImage(fields)])).toEqual([finding]);
  });

  it.each([
    ["113101", { BurnedInAnnotation: "YES" }],
    ["113102", { BodyPartExamined: "BRAIN" }],
    ["113106", { ImageComments: "prior of 12.03.2019" }],
    ["113111", { "00091010": { vr: "LO", Value: ["x"] } }],
    ["113112", { InstitutionName: "General Hospital" }],
  ])("option %s of the profile covers %j", async (option, fields) => {
    expect(await findingsOf([ctImage({ ...fields, ...methods("113100", option) })])).toEqual([]);
    expect(await findingsOf([ctImage({ ...fields, ...methods("113100") })])).toHaveLength(1);
  });

  it("takes a name that the file itself holds for a name in its text", async () => {
    const header = ctImage({ PatientName: "Featherstone^Jane", SeriesDescription: "FEATHERSTONE ax" });
    expect(await findingsOf([header])).toEqual(["direct-identifier", "name-in-text"]);
  });

  it("is looked for in structured reports too: names of observers, and what they wrote", async () => {
    const report = (reader: string, comment: string) =>
      measurementReport({
        uid: "1.5.1",
        patient: "P1",
        study: "1.2.3.1",
        date: "20200110",
        reader,
        evidence: { "1.2.3.1.1.1": "1.2.3.1" },
        lesions: [
          {
            id: "T01",
            role: "Target lesion",
            diameters: [{ axis: axes.long, value: "12" }],
            image: "1.2.3.1.1.1",
            more: [
              {
                RelationshipType: "CONTAINS",
                ValueType: "TEXT",
                ConceptNameCodeSequence: [code("DCM", "121106", "Comment")],
                TextValue: comment,
              },
            ],
          },
        ],
      });
    expect(await findingsOf([ctImage(), report("Reader^One", "12 mm, segment VII")])).toEqual([]);
    const answer = (await refusalOf(filesOf([report("Hooper^Ann", "discussed with Dr. Quint")]), configOf())) ?? "";
    expect(answer).toContain("tag (0040,A123) PersonName: holds what identifies a person directly");
    expect(answer).toContain("tag (0040,A160) TextValue: holds text that looks like a person's name");
    expect(answer).not.toMatch(/Hooper|Quint/);
  });

  it("lets intervals be used where dates were moved by as many days for a patient, as the configuration says", async () => {
    const moved = ctImage({ LongitudinalTemporalInformationModified: "MODIFIED" });
    const loaded = await ingestFiles(filesOf([moved]), configOf([], { dateShift: "constant-per-patient" }));
    expect(await loaded.rows("select performed_on, date_shift_policy from rwid.imaging_study")).toEqual([
      { performed_on: "2020-01-10", date_shift_policy: "shifted, constant per patient (as configured)" },
    ]);
    loaded.close();
    const mixed = [moved, ctImage(second)];
    expect(await findingsOf(mixed, { dateShift: "constant-per-patient" })).toEqual(["dates-policy-mixed"]);
  });

  it("gives a scan no day where dates were removed, even where one stands there", async () => {
    const removed = ctImage({ LongitudinalTemporalInformationModified: "REMOVED" });
    const loaded = await ingestFiles(filesOf([removed]), configOf(["dates-removed"]));
    expect(await loaded.rows("select performed_on from rwid.imaging_study")).toEqual([{ performed_on: null }]);
    loaded.close();
  });
});

describe("a finding", () => {
  const named = ctImage({ PatientName: "Featherstone^Jane", ImageComments: "MRN 00123456, tel. 030 1234567" });

  it("tells file, tag and name, and never the identifier itself", async () => {
    const answer = (await refusalOf(filesOf([named, ctImage(second)]), configOf())) ?? "";
    expect(answer).toContain(
      "images, tag (0010,0010) PatientName: holds what identifies a person directly, and no placeholder; correct the files, or accept the finding by its name, direct-identifier: 1 file (0.dcm)",
    );
    expect(answer).toContain("tag (0020,4000) ImageComments: holds text that looks like a record number");
    expect(answer).not.toMatch(/Featherstone|Jane|00123456|1234567/i);
  });

  it("that is accepted lets the load go on, and stands in the report with reason, tag and files", async () => {
    const accept = ["direct-identifier", "record-number-in-text", "contact-in-text"];
    const loaded = await ingestFiles(filesOf([named, ctImage(second)]), configOf(accept));
    expect(await loaded.rows("select finding, tag, files from provenance.finding order by finding")).toEqual([
      { finding: "contact-in-text", tag: "(0020,4000) ImageComments", files: "1" },
      { finding: "direct-identifier", tag: "(0010,0010) PatientName", files: "1" },
      { finding: "record-number-in-text", tag: "(0020,4000) ImageComments", files: "1" },
    ]);
    expect(await loaded.rows("select because from provenance.acceptance")).toHaveLength(3);
    const page = readFileSync(join(loaded.folder, "out.mapping.md"), "utf8");
    expect(page).toContain("| d | direct-identifier | looked at by hand |");
    expect(page).toContain("| d | direct-identifier | (0010,0010) PatientName | 1 |");
    expect(page).not.toMatch(/Featherstone|00123456/i);
    loaded.close();
  });

  it("is accepted by its own name alone", async () => {
    expect(await refusalOf(filesOf([named]), configOf(["direct-identifer"]))).toMatch(
      /^SpecError: datasets\[0\]\.accept\[0\]\.finding must be one of identity-not-removed, .*; got "direct-identifer"/,
    );
    expect(await refusalOf(filesOf([named]), configOf(["date-in-text"]))).toContain("name, direct-identifier: 1 file");
  });

  it("of every name has its test here", () => {
    const source = readFileSync(import.meta.filename, "utf8");
    for (const name of Object.keys(identityFindings)) expect(source, name).toContain(`"${name}"`);
  });
});

describe("free text", () => {
  const nobody: ReadonlySet<string> = new Set();
  it.each([
    ["2019-03-05", "date"],
    ["scan 20190305 prior", "date"],
    ["5.3.2019", "date"],
    ["03/05/2019", "date"],
    ["03/05/19", "date"],
    ["5 Mar 2019", "date"],
    ["March 5, 2019", "date"],
    ["SSN 123-45-6789", "record-number"],
    ["123-45-6789", "record-number"],
    ["Pat.-ID: 4711001", "record-number"],
    ["Acc# 1 accession no 998877", "record-number"],
    ["Fallnr 1234567", "record-number"],
    ["jane@example.org", "contact"],
    ["+49 89 1234567", "contact"],
    ["(555) 867-5309", "contact"],
    ["Tel: 089/123456", "contact"],
    ["Dr. Miller", "name"],
    ["DOE^JANE", "name"],
    ["Patient: Jane", "name"],
    ["reported by Ann Miller", "name"],
    ["Herr Müller", "name"],
  ])("“%s” holds a %s", (text, kind) => {
    expect(findIdentifiers(text, nobody)).toContain(`${kind}-in-text`);
  });

  it.each([
    "CT ABD/PEL W CON 5/2",
    "512x512x300",
    "1.2.840.113619.2.5.20190305.1",
    "T2 TSE 4.0 FS 20 sl",
    "DR Chest PA",
    "MS protocol 2019",
    "120 kV 50-300-4000 ms",
    "version 2012.03.05.12",
    "Patient: Prone",
    "window 400/40, matrix 512/512/64",
    "Series 20191399",
    "Lesion 1 in segment VII, 12 x 15 mm",
    "C1D1 / C2D1 90-100 s p.i.",
    "WB FDG 3D AC 2i24s 60 min",
    "Oncology trial visit 3 of 12",
    "B30f Br40d/3 ADMIRE 2",
    "PID-free text",
    "Protocol name: Thorax",
  ])("“%s” holds nothing", (text) => {
    expect(findIdentifiers(text, nobody)).toEqual([]);
  });

  it("of 200,000 letters, digits or blanks is searched in time that grows with its length alone", () => {
    for (const piece of ["a", "1", "-", " ", "A ", "1 ", "Dr x ", "PID ", "+1 ", "1/"])
      expect(findIdentifiers(piece.repeat(200_000 / piece.length), nobody), piece).toEqual([]);
  });
});
