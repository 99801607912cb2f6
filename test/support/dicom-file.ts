import { createRequire } from "node:module";

interface Dcmjs {
  readonly data: {
    readonly DicomDict: new (meta: object) => { dict: object; write: (options?: object) => ArrayBuffer };
    readonly DicomMetaDictionary: { readonly denaturalizeDataset: (set: object) => object };
    readonly DicomMessage: { readonly readFile: (buffer: ArrayBuffer, options?: object) => { dict: DcmjsSet } };
  };
}
/** A data set as dcmjs holds it: elements by tag in eight hexadecimal digits. */
export interface DcmjsSet {
  readonly [tag: string]: { readonly vr: string; readonly Value?: readonly unknown[] };
}

const { data } = createRequire(import.meta.url)("dcmjs") as Dcmjs;

export type DicomFields = Readonly<Record<string, unknown>>;

export const syntaxes = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  deflated: "1.2.840.10008.1.2.1.99",
} as const;

/** A DICOM file written by dcmjs. Fields by their keyword in the data dictionary; private ones by tag, as dcmjs holds them. */
export function dicomFile(fields: DicomFields, syntax: keyof typeof syntaxes = "explicit"): Buffer {
  const meta = {
    "00020002": { vr: "UI", Value: [fields.SOPClassUID] },
    "00020003": { vr: "UI", Value: [fields.SOPInstanceUID] },
    "00020010": { vr: "UI", Value: [syntaxes[syntax]] },
  };
  const file = new data.DicomDict(meta);
  const isTag = ([name]: [string, unknown]) => /^[0-9A-F]{8}$/.test(name);
  const entries = Object.entries(fields);
  const named = Object.fromEntries(entries.filter((entry) => !isTag(entry)));
  file.dict = {
    ...data.DicomMetaDictionary.denaturalizeDataset({ _vrMap: { PixelData: "OW" }, ...named }),
    ...Object.fromEntries(entries.filter(isTag)),
  };
  return Buffer.from(file.write({ fragmentMultiframe: false }));
}

/** What dcmjs reads of a file. */
export function readByDcmjs(file: Buffer): DcmjsSet {
  const copy = new Uint8Array(file).buffer;
  return data.DicomMessage.readFile(copy, { untilTag: "7FE00010" }).dict;
}

export const code = (scheme: string, value: string, meaning: string): DicomFields => ({
  CodeValue: value,
  CodingSchemeDesignator: scheme,
  CodeMeaning: meaning,
});

/** De-identified as PS3.15 wants it, with dates as they were. */
export const deidentified: DicomFields = {
  PatientIdentityRemoved: "YES",
  DeidentificationMethodCodeSequence: [
    code("DCM", "113100", "Basic Application Confidentiality Profile"),
    code("DCM", "113106", "Retain Longitudinal Temporal Information Full Dates Option"),
  ],
  LongitudinalTemporalInformationModified: "UNMODIFIED",
  BurnedInAnnotation: "NO",
};

/** An image of a CT scan, with what a test says of it. */
export function ctImage(fields: DicomFields = {}): DicomFields {
  return {
    ...deidentified,
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: "1.2.3.1.1.1",
    StudyInstanceUID: "1.2.3.1",
    SeriesInstanceUID: "1.2.3.1.1",
    ImageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
    PatientID: "P1",
    PatientName: "P1",
    PatientSex: "F",
    Modality: "CT",
    StudyDate: "20200110",
    SliceThickness: "5",
    PixelSpacing: ["0.75", "0.75"],
    ConvolutionKernel: "B30f",
    KVP: "120",
    Manufacturer: "Maker",
    ManufacturerModelName: "Model",
    SoftwareVersions: "V1",
    BodyPartExamined: "CHEST",
    Rows: 2,
    Columns: 2,
    BitsAllocated: 8,
    PixelData: new Uint8Array([1, 2, 3, 4]).buffer,
    ...fields,
  };
}
