import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deriveEndpoints } from "../src/endpoints/derive-endpoints.js";
import type { ResponseTable } from "../src/endpoints/response-table.js";
import type { PatientFrame } from "../src/frame/patient-frame.js";
import { tableEndpointSchema } from "../src/spec/derive-options.js";
import { imagingSchema } from "../src/spec/imaging.js";
import { openStore } from "../src/store/open-store.js";
import { writeBenchData } from "./endpoints-data.js";

/**
 * Lesion rows to patient-level endpoints (response, PFS by two rules, OS): seconds, rows per second, peak resident memory.
 * Data are generated first, in a process of their own and not timed; progress goes to stderr.
 *
 * npx esbuild bench/endpoints.ts --bundle --packages=external --platform=node --format=esm --outfile=bench/endpoints.mjs
 * node bench/endpoints.mjs [rows …]           (default 1e5 1e6 1e7; 1e8 needs 2 GB of disk and some minutes)
 */
const self = fileURLToPath(import.meta.url);
const [task = "", ...rest] = process.argv.slice(2);
if (task === "generate") await generate(rest);
else if (task === "derive") await derive(rest);
else runAll([task, ...rest].filter((size) => size !== ""));

function runAll(sizes: readonly string[]): void {
  for (const size of sizes.length === 0 ? ["1e5", "1e6", "1e7"] : sizes) {
    const folder = mkdtempSync(join(tmpdir(), "scanarm-bench-"));
    try {
      const path = join(folder, "bench.duckdb");
      for (const step of ["generate", "derive"])
        spawnSync(process.execPath, [self, step, path, size, folder], { stdio: "inherit" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function generate([path, size, folder]: readonly string[]): Promise<void> {
  const rows = await writeBenchData(path!, Number(size), join(folder!, "spill"));
  console.error(`${rows} lesion rows generated`);
}

async function derive([path, , folder]: readonly string[]): Promise<void> {
  const store = await openStore({ path: path!, readOnly: true, tempDirectory: join(folder!, "spill"), threads: 2 });
  const begin = process.hrtime.bigint();
  const patients = await readFrame(store);
  const imaging = imagingSchema.parse({ schedule: { segments: [{ everyDays: 42, untilDay: 3650 }] } });
  const requests = Object.entries({
    orr: { kind: "response", by: "imaging" },
    pfs: { kind: "progression-free-survival", by: "imaging" },
    pfsCap: { kind: "progression-free-survival", by: "imaging", progressionRule: "missed-two-cap" },
    os: { kind: "overall-survival" },
  }).map(([key, endpoint]) => ({ key, shown: key, endpoint: tableEndpointSchema.parse(endpoint), imaging }));
  let shown = -1;
  const { tables, readings } = await deriveEndpoints(store, patients, requests, {
    progress: (share) => {
      const percent = Math.floor(100 * share);
      if (percent === shown) return;
      shown = percent;
      process.stderr.write(`\r${percent} %`);
    },
  });
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { rows } = [...readings.values()][0]!.rows;
  const responders = (tables.get("orr") as ResponseTable).isResponder.reduce((sum, is) => sum + is, 0);
  const cpu = process.cpuUsage();
  console.log(
    `\r${rows} rows, ${patients.n} patients: ${seconds.toFixed(1)} s, ${(rows / seconds / 1e6).toFixed(2)} M rows/s, ` +
      `${((cpu.user + cpu.system) / 1e6).toFixed(0)} s of processor, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB peak, ${responders} responders`,
  );
  store.close();
}

async function readFrame(store: Awaited<ReturnType<typeof openStore>>): Promise<PatientFrame> {
  const patientId: string[] = [];
  const days: number[] = [];
  const sql = `select patient_id, cast(entered_on - date '1970-01-01' as integer) as day from rwid.patient order by patient_id`;
  for await (const chunk of store.streamChunks(sql)) {
    const day = chunk.int32("day").values;
    for (const [i, id] of chunk.text("patient_id").entries()) {
      patientId.push(id ?? "");
      days.push(day[i]!);
    }
  }
  return {
    n: patientId.length,
    patientId,
    datasetId: patientId.map(() => "bench"),
    indexEpochDay: Int32Array.from(days),
    trial: new Uint8Array(patientId.length),
  };
}
