#!/usr/bin/env node
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Effects } from "./effects.js";
import { DataError, EstimationError, GateError, LockError, OutputError, SpecError } from "./errors.js";
import type { CommandOutput } from "./pipeline/command.js";
import { describeCommand, describeCommands } from "./pipeline/command-help.js";
import { type CommandEntry, commands } from "./pipeline/command-list.js";
import { engineVersion } from "./pipeline/version.js";

const options = {
  out: { type: "string" },
  reason: { type: "string" },
  "as-of": { type: "string" },
  suggest: { type: "boolean" },
  options: { type: "string" },
  patient: { type: "string" },
  dates: { type: "boolean" },
  memory: { type: "string" },
  json: { type: "boolean" },
  timings: { type: "boolean" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** Ends with 0, or with the code of the error: 1 bug, 2 analysis file, 3 data, 4 lock, 5 gate, 6 input or output, 130 interrupted. */
const exitCodes = [
  [SpecError, 2],
  [DataError, 3],
  [EstimationError, 3],
  [LockError, 4],
  [GateError, 5],
  [OutputError, 6],
] as const;

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(argv);
  if (values.version === true) return print(engineVersion);
  const [name, target = ""] = positionals;
  if (name === undefined) return print(describeCommands());
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined)
    throw new SpecError(`unknown command "${name}"; expected one of: ${commands.map((each) => each.name).join(", ")}`);
  if (values.help === true) return print(describeCommand(command));
  checkTarget(command, positionals.slice(1));
  checkOptions(command, values);
  if (values["as-of"] !== undefined && !isDate(values["as-of"]))
    throw new SpecError(`--as-of must be a date like 2026-01-31; got "${values["as-of"]}"`);
  const tempDirectory = takeTemporaryFolder();
  const output = await command.run({
    effects: makeEffects(values.quiet === true || values.json === true),
    cwd: process.cwd(),
    pid: process.pid,
    tempDirectory,
    memoryMb: values.memory === undefined ? null : megabytesOf(values.memory),
    host: { node: process.version, platform: process.platform, arch: process.arch },
    target,
    out: values.out ?? null,
    reason: values.reason ?? null,
    asOf: values["as-of"] ?? null,
    suggest: values.suggest === true,
    options: values.options ?? null,
    patient: values.patient ?? null,
    dates: values.dates === true,
  });
  print(values.json === true ? JSON.stringify(output.json, null, 2) : output.lines.join("\n"));
  if (values.timings === true) printTimings(output);
  if (output.failed === true) process.exitCode = 1;
}

function checkTarget({ name, target }: CommandEntry, given: readonly string[]): void {
  if (target === null) {
    if (given.length > 0) throw new SpecError(`scanarm ${name} takes no target; got ${given.length}`);
  } else if (given.length === 0) throw new SpecError(`scanarm ${name} needs ${target}; see scanarm ${name} --help`);
  else if (given.length > 1) throw new SpecError(`scanarm ${name} takes one target; got ${given.length}`);
}

/** An option that the command would not heed is a mistake of the caller, not something to pass over. */
function checkOptions({ name, options: taken }: CommandEntry, given: Readonly<Record<string, unknown>>): void {
  const shared = ["json", "timings", "quiet"];
  const other = Object.keys(given).find((option) => ![...shared, ...taken].includes(option));
  if (other !== undefined) throw new SpecError(`scanarm ${name} takes no --${other}; see scanarm ${name} --help`);
}

/** The engine needs some room for every thread: below this it may refuse a query. */
const leastMemoryMb = 256;

function megabytesOf(text: string): number {
  const megabytes = Number(text);
  if (!Number.isInteger(megabytes) || megabytes < leastMemoryMb)
    throw new SpecError(`--memory must be whole megabytes, at least ${leastMemoryMb}; got "${text}"`);
  return megabytes;
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new SpecError(`${(error as Error).message.split(". ")[0]}; see scanarm --help`);
  }
}

function makeEffects(quiet: boolean): Effects {
  const live = !quiet && process.stderr.isTTY === true;
  return {
    log: (line) => process.stderr.write(`${line}\n`),
    progress: (stage, share) => {
      if (live) process.stderr.write(`\r\u001b[K${stage} ${Math.round(share * 100)} %`);
    },
    now: () => Date.now(),
    readFile: (path) => readFileSync(path),
    writeFile: (path, content) => writeFileSync(path, content),
  };
}

/** One folder a process for working copies of the data, removed when it ends; what a killed process left is removed by the next. */
function takeTemporaryFolder(): string {
  const name = /^scanarm-run-(\d+)$/;
  for (const left of readdirSync(tmpdir())) {
    const pid = Number(name.exec(left)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), left), { recursive: true, force: true });
  }
  const folder = join(tmpdir(), `scanarm-run-${process.pid}`);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function printTimings({ clock }: CommandOutput): void {
  clearProgress();
  for (const { stage, milliseconds } of clock?.read() ?? [])
    process.stderr.write(`${stage.padEnd(10)} ${Math.round(milliseconds)} ms\n`);
  process.stderr.write(`process    ${Math.round(process.uptime() * 1000)} ms\n`);
}

function print(text: string): void {
  clearProgress();
  process.stdout.write(`${text}\n`);
}

function clearProgress(): void {
  if (process.stderr.isTTY === true) process.stderr.write("\r\u001b[K");
}

/** A day that is in the calendar: 31 February would be taken for 3 March. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function fail(error: unknown): void {
  clearProgress();
  const known = exitCodes.find(([kind]) => error instanceof kind);
  if (known !== undefined) {
    process.stderr.write(`scanarm: ${(error as Error).message}\n`);
    process.exitCode = known[1];
    return;
  }
  process.stderr.write(
    `scanarm: this is a bug; please report it with the lines below\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

// A reader that goes away (… | head) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    clearProgress();
    process.stderr.write("scanarm: interrupted; nothing half-written was left as a report\n");
    process.exit(130);
  });
}

main(process.argv.slice(2)).catch(fail);
