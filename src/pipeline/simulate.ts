import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { OutputError, SpecError } from "../errors.js";
import { openTables, takeBatches } from "../simulate/tables.js";
import { resolveWorld, type World } from "../simulate/world.js";
import type { Command, CommandInput } from "./command.js";
import { renderWorldDocument } from "./world-document.js";
import { measureWorld } from "./world-figures.js";
import { deriveTruth } from "./world-truth.js";
import { writeWorld } from "./write-world.js";

/**
 * `simulate`: a synthetic world from a file of settings (world.json, or a folder that holds one). Writes beside it, or to `--out`:
 * the data (folder rwid of Parquet files, or a DuckDB file where `--out` names one), truth.json and DATA.md. The truth lies outside
 * the data's folder, where no analysis reads it.
 */
export const simulate: Command = async (input) => {
  const { world, file } = readWorld(input);
  const { folder, data } = outputPlaces(input, file);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new OutputError(`the folder cannot be made (${(error as NodeJS.ErrnoException).code}): ${folder}`);
  }
  const { effects } = input;
  const started = effects.now();
  const counts = await writeWorld(world, data, effects, input.pid);
  const written = effects.now();
  const truth = world.truthPatients === 0 ? null : deriveTruth(world, effects.progress);
  const place = (path: string) => relative(input.cwd, path) || ".";
  const files = [place(data)];
  if (truth !== null) {
    effects.writeFile(join(folder, "truth.json"), `${JSON.stringify({ world, truth }, null, 2)}\n`);
    effects.writeFile(
      join(folder, "DATA.md"),
      renderWorldDocument({
        world,
        counts,
        figures: measureWorld(world),
        columns: Object.fromEntries(takeBatches(openTables()).map(({ table, columns }) => [table, columns])),
        command: `scanarm simulate ${place(file).replaceAll("\\", "/")}`,
      }),
    );
    files.push(place(join(folder, "truth.json")), place(join(folder, "DATA.md")));
  }
  const patients = world.trialPatients + world.carePatients;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const lines = [
    `simulated ${patients} patients in ${((written - started) / 1000).toFixed(1)} s: ${rows} rows in ${Object.keys(counts).length} tables`,
    ...(truth === null ? [] : truthLines(truth)),
    ...files.map((name) => `wrote ${name}`),
  ];
  return { lines, json: { world, counts, truth, files }, clock: null };
};

function truthLines({ patients, response, scheduledPfs }: NonNullable<ReturnType<typeof deriveTruth>>): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    `truth from ${patients} patients under both treatments: confirmed response ${percent(response.confirmed.experimental)} against ${percent(response.confirmed.chemotherapy)}, hazard ratio of PFS ${scheduledPfs.hazardRatio.toFixed(3)}`,
  ];
}

function readWorld({ cwd, target }: CommandInput): { readonly world: World; readonly file: string } {
  const path = resolve(cwd, target);
  let text: string;
  let file = path;
  try {
    if (statSync(path).isDirectory()) file = join(path, "world.json");
    text = readFileSync(file, "utf8");
  } catch {
    throw new SpecError(`no world at ${target}; expected a JSON file of settings, or a folder with world.json`);
  }
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    throw new SpecError(`a world must be JSON; ${(error as Error).message} (${target})`);
  }
  return { world: resolveWorld(settings, target), file };
}

/** Where the data go, and the folder of truth.json and DATA.md. */
function outputPlaces({ cwd, out }: CommandInput, file: string): { readonly folder: string; readonly data: string } {
  if (out === null) return { folder: dirname(file), data: join(dirname(file), "rwid") };
  const path = resolve(cwd, out);
  return path.endsWith(".duckdb") ? { folder: dirname(path), data: path } : { folder: path, data: join(path, "rwid") };
}
