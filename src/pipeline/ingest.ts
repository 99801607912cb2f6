import { existsSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { OutputError, SpecError } from "../errors.js";
import { ingest as loadFiles } from "../ingest/ingest.js";
import type { MappingReport } from "../ingest/mapping-report.js";
import { suggestMapping } from "../ingest/suggest/suggest-mapping.js";
import { checkContract } from "../source/check-contract.js";
import { makeTemporaryFolder } from "../store/temporary-folder.js";
import type { Command, CommandInput, CommandOutput } from "./command.js";
import { type LoadedIngestConfig, loadIngestConfig } from "./ingest-config.js";
import { checkIngestOutput, type IngestOutput, replaceOutput, writeTables } from "./ingest-output.js";
import { renderMappingReport } from "./ingest-report.js";
import { ingestTargets } from "./ingest-targets.js";
import { readDicomOnThreads } from "./ingest-threads.js";
import { textTable } from "./text-table.js";
import { engineVersion } from "./version.js";

/**
 * `ingest`: outside formats → the tables of the data contract, as a DuckDB file or, where `--out` names no .duckdb, a
 * folder; beside it the mapping report. All of it or nothing: a load that fails leaves what stood there before.
 */
export const ingest: Command = async (input) => {
  if (input.suggest === true) return suggest(input);
  const loaded = loadIngestConfig(input.target, input.cwd);
  const output = outputOf(input, loaded);
  checkIngestOutput(output, input.out ?? output.path);
  const started = input.effects.now();
  const report = await load(input, loaded, output);
  const seconds = (input.effects.now() - started) / 1000;
  return describe(input, loaded, output, report, seconds);
};

/** `ingest --suggest`: a configuration drafted from a folder of CSV and Parquet files, for a person to finish. */
async function suggest({ cwd, target, out, effects }: CommandInput): Promise<CommandOutput> {
  const folder = resolve(cwd, target);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new SpecError(`--suggest needs a folder of CSV or Parquet files; got ${target}`);
  const file = out === null ? join(folder, "ingest.draft.json") : resolve(cwd, out);
  if (existsSync(file))
    throw new OutputError(`${relative(cwd, file)} is there already; remove it, or name another with --out`);
  const { config, notes } = await suggestMapping(folder, ingestTargets());
  effects.writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
  const shown = relative(cwd, file) || file;
  const lines = [
    `drafted ${shown}; a "?" is left where you must decide, and a load refuses it:`,
    ...notes.map((note) => `  ${note}`),
  ];
  return { lines, json: { out: file, config, notes }, clock: null };
}

function outputOf({ cwd, out }: CommandInput, { folder }: LoadedIngestConfig): IngestOutput {
  const path = out === null ? join(folder, "rwid.duckdb") : resolve(cwd, out);
  return { path, isDatabase: path.endsWith(".duckdb") };
}

async function load(input: CommandInput, loaded: LoadedIngestConfig, output: IngestOutput): Promise<MappingReport> {
  const scratch = makeTemporaryFolder(dirname(output.path));
  const targets = ingestTargets();
  const fresh = join(scratch.path, output.isDatabase ? "result.duckdb" : "tables");
  try {
    const report = await loadFiles({
      config: loaded.config,
      place: loaded.place,
      folder: loaded.folder,
      targets,
      path: join(scratch.path, "result.duckdb"),
      scratchFolder: join(scratch.path, "work"),
      progress: input.effects.progress,
      engineVersion,
      readDicom: readDicomOnThreads,
      check: (store) => checkContract(store, new Set()),
      ...(output.isDatabase
        ? {}
        : { finish: (store) => writeTables(store, fresh, targets, loaded.config.output.format) }),
    });
    replaceOutput(fresh, output, input.pid);
    writeReports(input, output, report);
    return report;
  } finally {
    rmSync(scratch.path, { recursive: true, force: true });
  }
}

function reportPaths({ path, isDatabase }: IngestOutput): { readonly page: string; readonly data: string } {
  const stem = isDatabase ? path.replace(/\.duckdb$/, "") : join(path, "provenance", "report");
  return { page: `${stem}.mapping.md`, data: `${stem}.mapping.json` };
}

function writeReports({ effects }: CommandInput, output: IngestOutput, report: MappingReport): void {
  const { page, data } = reportPaths(output);
  effects.writeFile(page, renderMappingReport(report, basename(output.path)));
  const files = report.files.map(({ path: _, parts: __, ...file }) => file);
  const stages = report.stages.map(({ file, ...stage }) => ({ fileId: file.id, ...stage }));
  effects.writeFile(data, `${JSON.stringify({ ...report, files, stages }, null, 2)}\n`);
}

function describe(
  { cwd }: CommandInput,
  { config, guessed }: LoadedIngestConfig,
  output: IngestOutput,
  report: MappingReport,
  seconds: number,
): CommandOutput {
  const show = (path: string) => relative(cwd, path) || ".";
  const read = report.stages.reduce((sum, stage) => sum + stage.read, 0);
  const used = report.stages.reduce((sum, stage) => sum + stage.used, 0);
  const tables = report.tables.filter(({ rows }) => rows > 0);
  const ids = config.datasets.map(({ id }) => id);
  const lines = [
    `loaded ${ids.join(", ")} in ${seconds.toFixed(1)} s: ${read} rows read, ${used} used, ${read - used} set aside`,
    ...textTable(
      tables.map(({ table, rows }) => [`  ${table}`, String(rows)]),
      [1],
    ),
    ...(guessed
      ? ["no configuration: dataset and kind were named after the folder; write ingest.json to say what they are"]
      : []),
    `wrote ${show(output.path)}`,
    `wrote ${show(reportPaths(output).page)}`,
  ];
  return { lines, json: { out: output.path, tables, read, used, configHash: report.configHash }, clock: null };
}
