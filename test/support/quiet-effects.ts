import { readFileSync, writeFileSync } from "node:fs";
import type { Effects } from "../../src/effects.js";

/** Effects that tell nobody and whose clock stands still. */
export function quietEffects(lines: string[] = []): Effects {
  return {
    log: (line) => lines.push(line),
    progress: () => undefined,
    now: () => Date.UTC(2026, 0, 1),
    readFile: (path) => readFileSync(path),
    writeFile: (path, content) => writeFileSync(path, content),
  };
}
