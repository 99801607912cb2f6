import { resolve } from "node:path";
import type { CommandInput } from "./command.js";

/** Where a command writes. `shown` is as the user would name it. */
export interface OutputFolder {
  readonly path: string;
  readonly shown: string;
}

/** `--out`, else reports/<id> under the folder the command runs in. */
export function outputFolder(input: CommandInput, id: string): OutputFolder {
  const shown = input.out ?? `reports/${id}`;
  return { path: resolve(input.cwd, shown), shown };
}
