import { bestOverall } from "./recist-course.js";

/**
 * Lesion rows per second of the RECIST core alone, without reading or writing them:
 * `npx esbuild bench/recist.ts --bundle --platform=node --format=esm | node --input-type=module - [rows]`.
 */
const rows = Number(process.argv[2] ?? 10_000_000);
for (let n = 100_000; n <= rows; n *= 10) {
  const { derivedRows, patients, seconds, megabytes, responders } = bestOverall(n);
  console.log(
    `${derivedRows} rows, ${patients} patients: ${seconds.toFixed(2)} s, ` +
      `${(derivedRows / seconds / 1e6).toFixed(1)} M rows/s, ` +
      `${megabytes} MB resident, ${responders} confirmed responders`,
  );
}
