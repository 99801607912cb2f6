import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { SpecError } from "../errors.js";
import type { IngestConfig } from "../spec/ingest-config.js";
import { parseIngestConfig } from "../spec/parse-ingest-config.js";
import { readJson } from "./read-json.js";

export interface LoadedIngestConfig {
  readonly config: IngestConfig;
  /** As the user would name it. */
  readonly place: string;
  /** Absolute path of the folder that paths in it are relative to. */
  readonly folder: string;
  /** True where no configuration was written and the folder's files told what they are. */
  readonly guessed: boolean;
}

export const ingestFileName = "ingest.json";

/** The configuration of a load: a JSON file, a folder with ingest.json, or a folder whose files tell what they are. */
export function loadIngestConfig(target: string, cwd: string): LoadedIngestConfig {
  const path = resolve(cwd, target);
  if (!existsSync(path)) throw new SpecError(`there is no configuration or folder at ${target}`);
  const isFolder = statSync(path).isDirectory();
  const file = isFolder ? join(path, ingestFileName) : path;
  if (isFolder && !existsSync(file))
    return { config: guessConfig(path, target), place: target, folder: path, guessed: true };
  const way = relative(cwd, file);
  const place = way.startsWith("..") || isAbsolute(way) ? file : way;
  return { config: parseIngestConfig(readJson(file, place), place), place, folder: dirname(file), guessed: false };
}

/** A configuration for a folder without one, by the names of its files; the dataset is named after the folder. */
function guessConfig(path: string, target: string): IngestConfig {
  const names = readdirSync(path).map((name) =>
    name.toLowerCase().replace(/(\.(xpt|json|ndjson|csv|parquet))?(\.gz)?$/, ""),
  );
  const has = (...wanted: readonly string[]) => wanted.some((name) => names.includes(name));
  const sources = [
    ...(has("dm", "tu", "tr", "rs", "ex", "ds") ? [{ kind: "sdtm" }] : []),
    ...(has("adsl", "adrs", "adtte", "adtr") ? [{ kind: "adam" }] : []),
    ...(has("person") ? [{ kind: "omop" }] : []),
    ...(readdirSync(path).some((name) => /\.dcm$/i.test(name)) ? [{ kind: "dicom" }] : []),
  ];
  if (sources.length === 0)
    throw new SpecError(
      `folder ${target} holds no ${ingestFileName}, and no files that tell what they are (SDTM, ADaM, OMOP, DICOM); draft a configuration with: scanarm ingest ${target} --suggest`,
    );
  const id = basename(path).replace(/[^A-Za-z0-9._-]+/g, "-");
  const trial = sources.some(({ kind }) => kind === "sdtm" || kind === "adam");
  const dataset = { id, kind: trial ? "trial" : "ehr_imaging", name: basename(path), sources };
  return parseIngestConfig({ datasets: [dataset] }, target);
}
