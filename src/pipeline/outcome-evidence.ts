import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DesignLock } from "../design/lock-file.js";
import type { Ledger } from "./ledger.js";
import type { Study } from "./open-study.js";

/** What is on record of outcomes having been read before a lock is made. */
export interface OutcomeEvidence {
  /** Where it is said, in words; empty where nothing says so. */
  readonly places: readonly string[];
  /** Whether there was a lock, or results that only a lock can have been made for. */
  readonly wasLocked: boolean;
}

/**
 * Where it is on record that outcomes of an analysis were read: its ledger (a line that cannot be read counts), the lock that stands, and
 * results under reports/<id> or in the folder of --out. It cannot tell what was deleted everywhere, nor what people saw by other means.
 */
export function findEvidence(study: Study, ledger: Ledger, standing: DesignLock | null): OutcomeEvidence {
  const saw = (...events: readonly string[]): boolean => ledger.entries.some(({ event }) => events.includes(event));
  const files = resultFiles(study, standing);
  const places = [
    ...(saw("results-written") ? ["ledger.jsonl: results were written"] : []),
    ...(saw("outcomes-shown") ? ["ledger.jsonl: outcomes were shown"] : []),
    ...(ledger.unreadable.length > 0 ? ["ledger.jsonl: lines that cannot be read"] : []),
    ...(standing?.resultsExisted === true ? ["the lock that stands"] : []),
    ...files,
  ];
  return { places, wasLocked: files.length > 0 || saw("results-written", "design-locked", "design-replaced") };
}

/** Results that stand where this engine writes them, under the analysis's name and the one it was locked by. */
function resultFiles(study: Study, standing: DesignLock | null): string[] {
  const { id } = study.plan.analysis;
  const ids = [...new Set([id, standing?.analysis ?? id])];
  const usual = ids
    .flatMap((name) => [name, `${name}-bias`, `${name}-comparison`])
    .map((name) => `reports/${name}/results.json`)
    .filter((file) => existsSync(resolve(study.cwd, file)));
  if (study.out === null) return usual;
  const chosen = join(study.out, "results.json");
  return isOfAnalysis(resolve(study.cwd, chosen), ids) && !usual.includes(chosen) ? [...usual, chosen] : usual;
}

/** Whether a file is a results file of one of these analyses. */
function isOfAnalysis(file: string, ids: readonly string[]): boolean {
  if (!existsSync(file)) return false;
  try {
    return ids.includes((JSON.parse(readFileSync(file, "utf8")) as { plan: { id: string } }).plan.id);
  } catch {
    return false;
  }
}
