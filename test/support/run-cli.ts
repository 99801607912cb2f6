import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";

const cli = join(resolve(import.meta.dirname, "../.."), "dist", "cli.js");

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line in a folder of its own process, as a user would. `npm test` builds it first. */
export function runCli(cwd: string, ...args: readonly string[]): CliResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

export const cliPath = cli;
