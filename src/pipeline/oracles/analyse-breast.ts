import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effects } from "../../effects.js";
import type { ResultRecord } from "../../results/records.js";
import { analyse } from "../analyse.js";
import { packageRoot } from "../installation.js";
import { openStudy } from "../open-study.js";

/** What the analysis is made of, from the package's root. */
export const breastFiles = ["analyses/breast-hormone/analysis.ts", "data-samples/breast"] as const;

/** Records of the breast-cancer analysis carried out from its CSV files in a folder of its own, which is gone afterwards. */
export async function analyseBreast(): Promise<readonly ResultRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), "scanarm-breast-"));
  try {
    for (const path of breastFiles) cpSync(join(packageRoot, path), join(folder, path), { recursive: true });
    const study = await openStudy({ analysis: "analyses/breast-hormone", cwd: folder, effects: quiet });
    return (await analyse(study, true)).records;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobody is told, and the clock stands still. */
const quiet: Effects = {
  log: () => undefined,
  progress: () => undefined,
  now: () => 0,
  readFile: (path) => readFileSync(path),
  writeFile: (path, content) => writeFileSync(path, content),
};
