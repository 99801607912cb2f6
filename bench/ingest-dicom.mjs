// Ten thousand DICOM headers through `ingest`: npm run build && node bench/ingest-dicom.mjs [files]
// The files (200 elements each, nested sequences, half in implicit transfer syntax) are made beforehand and not timed. The load runs in
// a process of its own; prints seconds, processor seconds and the peak of resident memory.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ingest } from "../dist/pipeline/ingest.js";

const { data } = createRequire(import.meta.url)("dcmjs");
const [mode, ...rest] = process.argv.slice(2);
const imagesPerSeries = 20;

const code = (value, meaning) => ({ CodeValue: value, CodingSchemeDesignator: "DCM", CodeMeaning: meaning });

/** An image of patient p, scan s, image i, with as many elements as scanners write. */
function header(p, s, i) {
  const study = `1.2.3.${p}.${s}`;
  const patient = `P${String(p).padStart(5, "0")}`;
  return {
    SOPClassUID: "1.2.840.10008.5.1.4.1.1.2",
    SOPInstanceUID: `${study}.1.${i}`,
    StudyInstanceUID: study,
    SeriesInstanceUID: `${study}.1`,
    ImageType: ["ORIGINAL", "PRIMARY", "AXIAL"],
    Modality: "CT",
    StudyDate: `202001${String(1 + s * 7).padStart(2, "0")}`,
    AcquisitionDate: `202001${String(1 + s * 7).padStart(2, "0")}`,
    AcquisitionTime: "101500",
    PatientID: patient,
    PatientName: patient,
    PatientSex: p % 2 ? "F" : "M",
    PatientIdentityRemoved: "YES",
    DeidentificationMethodCodeSequence: [
      code("113100", "Basic"),
      code("113106", "Full dates"),
      code("113111", "Private"),
    ],
    LongitudinalTemporalInformationModified: "UNMODIFIED",
    BurnedInAnnotation: "NO",
    StudyDescription: "CT Chest/Abdomen/Pelvis w contrast",
    SeriesDescription: "AX 1.25 soft tissue",
    ProtocolName: "6.1 ThorRoutine (Adult)",
    Manufacturer: "Maker",
    ManufacturerModelName: "Model",
    SoftwareVersions: "V1",
    BodyPartExamined: "CHEST",
    SliceThickness: "1.25",
    PixelSpacing: ["0.75", "0.75"],
    ConvolutionKernel: "B30f",
    KVP: "120",
    ImagePositionPatient: ["-180.5", "-180.5", String(i)],
    ImageOrientationPatient: ["1", "0", "0", "0", "1", "0"],
    RequestAttributesSequence: Array.from({ length: 5 }, (_, k) => ({ ScheduledProcedureStepID: String(k) })),
    AnatomicRegionSequence: Array.from({ length: 10 }, (_, k) => code(String(k), "Region of the chest")),
    Rows: 64,
    Columns: 64,
    BitsAllocated: 16,
    PixelData: new Uint8Array(8192).buffer,
  };
}

function fileOf(p, s, i) {
  const fields = header(p, s, i);
  const meta = {
    "00020002": { vr: "UI", Value: [fields.SOPClassUID] },
    "00020003": { vr: "UI", Value: [fields.SOPInstanceUID] },
    "00020010": { vr: "UI", Value: [i % 2 ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1"] },
  };
  const file = new data.DicomDict(meta);
  file.dict = data.DicomMetaDictionary.denaturalizeDataset({ _vrMap: { PixelData: "OW" }, ...fields });
  // Private elements and comments of a scanner, to come near what a real header holds.
  for (let k = 0; k < 100; k += 1)
    file.dict[`0029${(0x1000 + k).toString(16).toUpperCase()}`] = { vr: "LO", Value: ["scanner setting 12"] };
  return Buffer.from(file.write({ fragmentMultiframe: false }));
}

function makeFiles(folder, count) {
  let bytes = 0;
  for (let n = 0; n < count; n += 1) {
    const scan = Math.floor(n / imagesPerSeries);
    const [p, s, i] = [Math.floor(scan / 4), scan % 4, n % imagesPerSeries];
    const inner = join(folder, "images", `p${p}`, `s${s}`);
    if (i === 0) mkdirSync(inner, { recursive: true });
    writeFileSync(join(inner, `${i}.dcm`), fileOf(p, s, i));
    bytes += statSync(join(inner, `${i}.dcm`)).size;
  }
  return bytes;
}

async function load(folder) {
  const started = performance.now();
  const { json } = await ingest({
    effects: { log: () => {}, progress: () => {}, now: () => Date.now(), writeFile: writeFileSync },
    cwd: folder,
    pid: process.pid,
    target: "ingest.json",
    out: "out.duckdb",
  });
  const seconds = (performance.now() - started) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const scans = json.tables.find(({ table }) => table === "imaging_study").rows;
  console.log(
    `${json.read} files, ${scans} scans in ${seconds.toFixed(1)} s (${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s of processor), ${Math.round(maxRSS / 1024)} MB at the peak`,
  );
}

if (mode === "--load") await load(rest[0]);
else {
  const count = Number(mode ?? 10_000);
  const folder = mkdtempSync(join(tmpdir(), "scanarm-bench-"));
  const sources = [{ kind: "dicom", folder: "images" }];
  try {
    const bytes = makeFiles(folder, count);
    writeFileSync(
      join(folder, "ingest.json"),
      JSON.stringify({ datasets: [{ id: "bench", kind: "ehr_imaging", name: "Bench", sources }] }),
    );
    console.log(`${count} files, ${(bytes / 1e6).toFixed(0)} MB`);
    spawnSync(process.execPath, [import.meta.filename, "--load", folder], { stdio: "inherit" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
