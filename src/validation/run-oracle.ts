import { createHash } from "node:crypto";
import type { Agreement, AgreementMeasure } from "./agreement.js";
import type { Oracle, OracleCase } from "./oracle.js";

/** All numbers of an oracle that were held against the reference in one way under one tolerance. */
export interface OracleLine {
  readonly measure: AgreementMeasure;
  readonly tolerance: number;
  /** Why the tolerance is no tighter. */
  readonly causes: readonly string[];
  readonly compared: number;
  /** The largest difference of those that could be compared. */
  readonly largest: number;
  readonly passes: boolean;
}

/** What was not as the reference has it. */
export interface OracleFailure {
  readonly case: string;
  readonly what: string;
  readonly measure: AgreementMeasure;
  readonly tolerance: number;
  /** Null where a number is missing, not a number or one too many. */
  readonly largest: number | null;
}

export interface OracleOutcome {
  readonly id: string;
  readonly method: string;
  readonly reference: string;
  readonly packages: readonly string[];
  /** SHA-256 of the fixture as read; null where it could not be read. */
  readonly fixture: string | null;
  readonly cases: number;
  readonly lines: readonly OracleLine[];
  readonly failures: readonly OracleFailure[];
  /** SHA-256 over every number computed, in order: the same on one machine and Node version, whoever computes it. */
  readonly digest: string | null;
  /** Whether a second run gave the same numbers bit for bit. */
  readonly repeats: boolean;
  /** Why it could not be carried out; null where it was. */
  readonly problem: string | null;
  readonly passes: boolean;
}

/** Runs an oracle twice on the text of its fixture and tells what came of it. Never throws: what goes wrong is an outcome that does not pass. `read` gives the fixture's text. */
export async function runOracle(oracle: Oracle, read: () => string): Promise<OracleOutcome> {
  const { id, method, reference, packages } = oracle;
  const about = { id, method, reference, packages };
  let fixture: string | null = null;
  try {
    const text = read();
    fixture = hash(text);
    const cases = await oracle.run(JSON.parse(text));
    const again = await oracle.run(JSON.parse(text));
    const digest = digestOf(cases);
    const repeats = digestOf(again) === digest;
    const failures = cases.flatMap(failuresOf);
    const lines = linesOf(cases.flatMap(({ agreements }) => agreements));
    const passes = repeats && failures.length === 0 && lines.length > 0;
    return { ...about, fixture, cases: cases.length, lines, failures, digest, repeats, problem: null, passes };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const none = { cases: 0, lines: [], failures: [], digest: null, repeats: false, passes: false };
    return { ...about, fixture, ...none, problem };
  }
}

const failuresOf = ({ name, agreements }: OracleCase): OracleFailure[] =>
  agreements
    .filter(({ passes }) => !passes)
    .map(({ what, measure, tolerance, largest }) => ({ case: name, what, measure, tolerance, largest }));

function linesOf(agreements: readonly Agreement[]): OracleLine[] {
  const lines = new Map<string, OracleLine>();
  for (const { measure, tolerance, cause, compared, largest, passes } of agreements) {
    const key = `${measure} ${tolerance}`;
    const line = lines.get(key) ?? { measure, tolerance, causes: [], compared: 0, largest: 0, passes: true };
    lines.set(key, {
      ...line,
      causes: cause === null || line.causes.includes(cause) ? line.causes : [...line.causes, cause],
      compared: line.compared + compared,
      largest: Math.max(line.largest, largest ?? 0),
      passes: line.passes && passes,
    });
  }
  return [...lines.values()];
}

const digestOf = (cases: readonly OracleCase[]): string =>
  hash(JSON.stringify(cases.map(({ agreements }) => agreements.map(({ actual }) => actual))));

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
