import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { OutputError } from "../errors.js";
import { oracles } from "../validation/registry.js";
import { type OracleOutcome, runOracle } from "../validation/run-oracle.js";
import { describeInstallation, type Installation } from "./installation.js";

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
  /** Fixtures that lie in `oracles` and are not run. */
  readonly notRun: readonly string[];
}

/** Holds this copy of the engine against the fixtures of a folder. Throws OutputError where the folder is not there; whatever else goes wrong is an outcome. */
export function qualify(input: {
  readonly folder: string;
  readonly date: string;
  readonly host: Readonly<Record<string, string>>;
  readonly progress: (stage: string, share: number) => void;
}): Qualification {
  const { folder, date, host, progress } = input;
  if (!existsSync(folder))
    throw new OutputError(`the oracles of this installation are missing; got no folder ${folder}: install it again`);
  const outcomes = oracles.map((oracle, i) => {
    progress(oracle.id, i / oracles.length);
    return runOracle(oracle, () => readFileSync(join(folder, oracle.id, "fixture.json"), "utf8"));
  });
  const known = new Set(oracles.map(({ id }) => id));
  const notRun = readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory() && !known.has(name))
    .sort();
  return {
    passes: outcomes.every(({ passes }) => passes),
    date,
    host,
    installation: describeInstallation(),
    outcomes,
    references: readSession(join(folder, "SESSION.txt")),
    notRun,
  };
}

/** Names and versions, one a line (`survival 3.5-3`); what follows a version is a remark. */
function readSession(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, "utf8").matchAll(/^(\w+) (\d[\w.-]*)/gm);
  return Object.fromEntries([...lines].map(([, name, version]) => [name!, version!]));
}
