import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import flagship from "../../../analyses/nsclc-imaging/analysis.js";
import { deriveCohorts } from "../../../src/pipeline/derive-cohorts.js";
import { assessFitnessBaseline, assessFitnessFollowUp } from "../../../src/pipeline/fitness-stage.js";
import { makeSeal } from "../../../src/pipeline/make-lock.js";
import { openStudy, openStudySource } from "../../../src/pipeline/open-study.js";
import { writeWorld } from "../../../src/pipeline/write-world.js";
import type { Indicator, ResultRecord } from "../../../src/results/records.js";
import { resolveWorld } from "../../../src/simulate/world.js";
import { openSource } from "../../../src/source/open-source.js";
import { openStore } from "../../../src/store/open-store.js";
import { quoteText } from "../../../src/store/quote-text.js";
import { quietEffects } from "../../support/quiet-effects.js";

/** A synthetic world, each patient complete, from which faulty copies are made. */
export interface PlantedWorld {
  /** The indicators of a copy into which the statements planted faults; `fitness`: section of the analysis. */
  readonly assess: (faults?: readonly string[], fitness?: object) => Promise<readonly Indicator[]>;
  /** All records made before the design is locked, of such a copy. */
  readonly assessBefore: (faults?: readonly string[]) => Promise<readonly ResultRecord[]>;
  /** Opens such a copy, or throws what the data contract says of it. */
  readonly check: (faults: readonly string[]) => Promise<void>;
  readonly remove: () => void;
}

const lock = {
  designHash: "0".repeat(64),
  lockHash: "0".repeat(64),
  resultsExisted: false,
  replaced: [],
  deviations: [],
  dataDriven: [],
};

export async function makePlantedWorld(): Promise<PlantedWorld> {
  const root = mkdtempSync(join(tmpdir(), "fitness-"));
  const clean = join(root, "clean");
  const world = resolveWorld({
    seed: 7,
    trialPatients: 80,
    carePatients: 500,
    missingness: "none",
    monthOnlyDeaths: false,
    negativeControls: 0,
    truthPatients: 0,
  });
  await writeWorld(world, clean, quietEffects(), 1);
  let copies = 0;
  const copy = async (faults: readonly string[], fitness: object): Promise<string> => {
    copies += 1;
    const folder = join(root, `copy-${copies}`);
    mkdirSync(folder);
    await copyWith(clean, join(folder, "data.duckdb"), faults);
    const source = { duckdb: "data.duckdb" };
    const alone = { sensitivity: {}, comparison: undefined, bias: undefined };
    writeFileSync(join(folder, "analysis.json"), JSON.stringify({ ...flagship, source, ...alone, fitness }));
    return folder;
  };
  return {
    remove: () => rmSync(root, { recursive: true, force: true }),
    assess: async (faults = [], fitness = {}) => {
      const { before, after } = await assessFolder(await copy(faults, fitness));
      return [...before, ...after].filter(isIndicator);
    },
    assessBefore: async (faults = []) => (await assessFolder(await copy(faults, {}))).before,
    check: async (faults) => {
      const folder = await copy(faults, {});
      (await openSource({ duckdb: join(folder, "data.duckdb") })).close();
    },
  };
}

async function copyWith(clean: string, path: string, faults: readonly string[]): Promise<void> {
  const store = await openStore({ path });
  try {
    await store.execute("create schema rwid");
    for (const file of readdirSync(clean)) {
      const table = file.replace(/\.parquet$/, "");
      await store.execute(`create table rwid.${table} as select * from read_parquet(${quoteText(join(clean, file))})`);
    }
    for (const fault of faults) await store.execute(fault);
  } finally {
    store.close();
  }
}

async function assessFolder(folder: string) {
  const study = await openStudy({ analysis: folder, cwd: folder, effects: quietEffects() });
  const source = await openStudySource(study);
  try {
    const [main] = await deriveCohorts(study, source);
    const before = await assessFitnessBaseline(study, main!, source);
    const seal = await makeSeal(source);
    const after = await assessFitnessFollowUp(study, before, source, { comparison: [], lock, seal });
    return { before: before.records, after };
  } finally {
    source.close();
  }
}

const isIndicator = (record: ResultRecord): record is Indicator => record.kind === "indicator";
