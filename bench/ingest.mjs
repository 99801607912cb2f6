// Ten million measurement rows through `ingest`, from Parquet and from CSV: npm run build && node bench/ingest.mjs [rows]
// Each load runs in a process of its own; the file is made beforehand and not timed. Prints seconds and the peak of resident memory.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { ingest } from "../dist/pipeline/ingest.js";

const [mode, ...rest] = process.argv.slice(2);

/** Ten readings per scan, five scans and two readers a patient. */
async function makeFile(folder, rows, format) {
  const database = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  const options = format === "csv" ? "header" : "format parquet";
  await database.run(`copy (
  select
    'P' || (i // 100) as subject,
    'S' || (i // 20) as scan,
    cast(date '2015-01-01' + cast((i // 100) % 1500 + ((i // 20) % 5) * 60 as integer) as date) as scanned,
    'R' || ((i // 10) % 2 + 1) as reader,
    'L' || (i % 10) as lesion,
    cast(((i * 7919) % 1500) / 10.0 as double) as size,
    case when i % 10 < 2 then 'S' else 'L' end as axis,
    i as row_id
  from range(${rows}) as r(i)
) to '${join(folder, `reads.${format}`)}' (${options})`);
}

function configOf(format) {
  const file = `reads.${format}`;
  return {
    datasets: [
      {
        id: "bench",
        kind: "registry",
        name: "Bench",
        sources: [
          {
            kind: "tables",
            tables: [
              { file, to: "patient", distinct: true, columns: { patient_id: "subject" } },
              {
                file,
                to: "imaging_study",
                distinct: true,
                columns: {
                  study_uid: "scan",
                  patient_id: "subject",
                  performed_on: "scanned",
                  modality: { value: "CT" },
                },
              },
              {
                file,
                to: "lesion",
                distinct: true,
                columns: { patient_id: "subject", reader_id: "reader", lesion_id: "lesion", role: { value: "target" } },
              },
              {
                file,
                to: "lesion_measurement",
                id: "row_id",
                columns: {
                  study_uid: "scan",
                  reader_id: "reader",
                  lesion_id: "lesion",
                  diameter_mm: { from: "size", unit: "mm" },
                  axis: { from: "axis", codes: { L: "long", S: "short" } },
                  state: { value: "measured" },
                },
              },
            ],
          },
        ],
      },
    ],
  };
}

async function load(folder, format) {
  const started = performance.now();
  let stage = "";
  const progress = (name) => {
    const title = name.split(" ")[0];
    if (title === stage) return;
    stage = title;
    if (rest.includes("--stages")) console.error(`${((performance.now() - started) / 1000).toFixed(1)} s: ${name}`);
  };
  const { json } = await ingest({
    effects: { log: () => {}, progress, now: () => Date.now(), writeFile: writeFileSync },
    cwd: folder,
    pid: process.pid,
    target: `${format}.json`,
    out: `${format}.duckdb`,
  });
  const seconds = (performance.now() - started) / 1000;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const measured = json.tables.find(({ table }) => table === "lesion_measurement").rows;
  console.log(`${format}: ${measured} measurements in ${seconds.toFixed(1)} s, ${megabytes} MB at the peak`);
}

if (mode === "--load") await load(rest[0], rest[1]);
else {
  const rows = Number(mode ?? 10_000_000);
  const folder = mkdtempSync(join(tmpdir(), "scanarm-bench-"));
  try {
    for (const format of ["parquet", "csv"]) {
      await makeFile(folder, rows, format);
      writeFileSync(join(folder, `${format}.json`), JSON.stringify(configOf(format)));
      console.log(`${format}: ${(statSync(join(folder, `reads.${format}`)).size / 1e6).toFixed(0)} MB`);
      spawnSync(process.execPath, [import.meta.filename, "--load", folder, format, ...rest], { stdio: "inherit" });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
