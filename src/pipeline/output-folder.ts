import { resolve } from "node:path";
import type { CommandInput } from "./command.js";

/** Where a command writes: `--out`, else reports/<id> under the folder it runs in. `shown` is as the user would name it. */
export function outputFolder(input: CommandInput, id: string): { readonly path: string; readonly shown: string } {
  const shown = input.out ?? `reports/${id}`;
  return { path: resolve(input.cwd, shown), shown };
}
