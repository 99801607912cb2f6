import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { OutputError } from "../errors.js";
import type { Oracle } from "../validation/oracle.js";
import { oracles } from "../validation/registry.js";
import { type OracleOutcome, runOracle } from "../validation/run-oracle.js";
import { describeInstallation, type Installation, packageRoot } from "./installation.js";
import { pipelineOracles } from "./oracles/pipeline-oracles.js";

/** Everything that an installed copy is held against, in the order of a report. */
export const allOracles: readonly Oracle[] = [...oracles, ...pipelineOracles];

/** A fixture that was left out, and why. */
export interface NotRun {
  readonly id: string;
  readonly why: string;
}

/** What a qualification report tells, and what is written as qualification.json. */
export interface Qualification {
  readonly passes: boolean;
  /** ISO date of the run, or the one given. */
  readonly date: string;
  readonly host: Readonly<Record<string, string>>;
  readonly installation: Installation;
  readonly outcomes: readonly OracleOutcome[];
  /** Versions of R and its packages that the references come from, as SESSION.txt has them. */
  readonly references: Readonly<Record<string, string>>;
  readonly notRun: readonly NotRun[];
}

/** Holds this copy of the engine against the fixtures of a folder. Throws OutputError where the folder is not there; whatever else goes wrong is an outcome. */
export async function qualify(input: {
  readonly folder: string;
  readonly date: string;
  readonly host: Readonly<Record<string, string>>;
  readonly progress: (stage: string, share: number) => void;
  /** What is run; everything where nothing is said. */
  readonly oracles?: readonly Oracle[];
}): Promise<Qualification> {
  const { folder, date, host, progress, oracles: asked = allOracles } = input;
  if (!existsSync(folder))
    throw new OutputError(`the oracles of this installation are missing; got no folder ${folder}: install it again`);
  const outcomes: OracleOutcome[] = [];
  const runnable = asked.filter((oracle) => missingOf(oracle).length === 0);
  for (const [i, oracle] of runnable.entries()) {
    progress(oracle.id, i / runnable.length);
    outcomes.push(await runOracle(oracle, () => readFileSync(join(folder, oracle.id, "fixture.json"), "utf8")));
  }
  return {
    passes: outcomes.every(({ passes }) => passes),
    date,
    host,
    installation: describeInstallation(),
    outcomes,
    references: readSession(join(folder, "SESSION.txt")),
    notRun: [
      ...asked.flatMap((oracle) => {
        const missing = missingOf(oracle);
        return missing.length === 0 ? [] : [{ id: oracle.id, why: `this copy does not hold ${missing.join(", ")}` }];
      }),
      ...listUnknown(folder).map((id) => ({ id, why: "this version of the engine has no comparison for it" })),
    ],
  };
}

const missingOf = ({ needs = [] }: Oracle): readonly string[] =>
  needs.filter((path) => !existsSync(join(packageRoot, path)));

/** Folders that hold a fixture nobody runs. */
function listUnknown(folder: string): string[] {
  const known = new Set(allOracles.map(({ id }) => id));
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory() && !known.has(name))
    .sort();
}

/** Names and versions, one a line (`survival 3.5-3`); what follows a version is a remark. */
function readSession(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").matchAll(/^(\w+) (\d[\w.-]*)/gm);
  return Object.fromEntries([...lines].map(([, name, version]) => [name!, version!]));
}
