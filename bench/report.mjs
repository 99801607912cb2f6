// The report of the lung-cancer example as it is, and with 200 variants, by stage (Word is made on a thread while the PDF is): npm run build && node bench/report.mjs [variants] [--keep <folder>]
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withWordThread } from "../dist/pipeline/word-thread.js";
import { renderReport } from "../dist/report/render-report.js";
import { resolve } from "../dist/spec/resolve.js";

const variants = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 200);
const kept = process.argv.indexOf("--keep");
const folder = kept < 0 ? null : process.argv[kept + 1];
const results = JSON.parse(readFileSync(new URL("../reports/nsclc-imaging/results.json", import.meta.url), "utf8"));

/** Results whose plan has `count` variants: the example's sensitivity analyses repeated under other names, with their records and slightly other numbers. */
function repeatVariants({ plan, records, ...rest }, count) {
  const sensitivity = { ...plan.sensitivity };
  const added = [];
  const names = Object.keys(plan.sensitivity);
  for (let i = 0; Object.keys(sensitivity).length < count; i += 1) {
    const from = names[i % names.length];
    const name = `${from}${i}`;
    const label = `${plan.sensitivity[from].label}, repetition ${i + 1}`;
    sensitivity[name] = { ...plan.sensitivity[from], label };
    for (const record of records) if (record.variant === from) added.push({ ...shift(record, i), variant: name });
  }
  const repeated = { ...plan, sensitivity };
  return {
    ...rest,
    planHash: resolve(repeated, "bench/report.mjs").hash,
    plan: repeated,
    records: [...records, ...added],
  };
}

/** An estimate a little larger for each repetition, so that no two lines of a forest lie on each other. */
const shift = (record, i) =>
  record.kind === "statistic" &&
  /^(hazard_ratio|risk_difference)(_lower|_upper)?$/.test(record.statistic) &&
  record.value !== null
    ? { ...record, value: record.value * (1 + i / 2000) }
    : record;

/** Seconds of wall clock and processor of each stage of one report in three formats. */
async function timeReport(what, of) {
  const stages = [];
  let [stage, wall, cpu] = ["document", performance.now(), process.cpuUsage()];
  const turn = (next) => {
    if (next === stage) return;
    const { user, system } = process.cpuUsage(cpu);
    stages.push({ stage, wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 });
    [stage, wall, cpu] = [next, performance.now(), process.cpuUsage()];
  };
  const formats = ["html", "pdf", "docx"];
  const files = await withWordThread(formats, (renderWord) =>
    renderReport(of, { formats, renderWord, progress: turn }),
  );
  turn("end");
  const size = Buffer.byteLength(JSON.stringify(of)) / 2 ** 20;
  console.log(`\n${what}: results ${size.toFixed(1)} MB, ${files.length} files`);
  const total = (key) => stages.reduce((sum, each) => sum + each[key], 0);
  for (const each of [...stages, { stage: "all", wall: total("wall"), cpu: total("cpu") }])
    console.log(`  ${each.stage.padEnd(9)} ${each.wall.toFixed(1)} s, processor ${each.cpu.toFixed(1)} s`);
  for (const { path, content } of files)
    if (/^report\./.test(path)) console.log(`  ${path} ${(content.length / 2 ** 20).toFixed(1)} MB`);
  return files;
}

await timeReport("as it is", results);
const files = await timeReport(`${variants} variants`, repeatVariants(results, variants));
for (const { path, content } of folder === null ? [] : files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
