import { stream } from "../src/math/stream.js";
import { isResponder } from "../src/recist/best-response.js";
import { deriveTimepoints } from "../src/recist/derive-timepoints.js";
import { createLesionRows, type LesionRows, NEVER, ROLE, STATE } from "../src/recist/lesion-rows.js";
import { RECIST_DEFAULTS } from "../src/recist/options.js";
import { deriveProgressionFreeSurvival } from "../src/recist/progression-free-survival.js";
import { progressionRules } from "../src/recist/progression-rules.js";
import { RECIST11 } from "../src/recist/recist11.js";
import { BASELINE_STATUS, createWorkspace } from "../src/recist/workspace.js";

export interface BenchRun {
  readonly derivedRows: number;
  readonly patients: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly responders: number;
}

/** Derives `n` lesion rows, chunk by chunk as a stream would bring them; generating them is not timed. */
export function bestOverall(n: number): BenchRun {
  const chunk = createLesionRows(CHUNK_ROWS);
  const starts = new Int32Array(CHUNK_ROWS);
  const workspace = createWorkspace();
  const { primary } = progressionRules({
    schedule: { segments: [{ everyDays: 42, untilDay: 3650 }], toleranceDays: 7 },
    earlyDeathDays: 91,
    missedCapDays: 119,
  });
  let derivedRows = 0;
  let patients = 0;
  let responders = 0;
  let nanoseconds = 0n;
  for (let round = 0; derivedRows < n; round += 1) {
    const count = fillChunk(chunk, starts, round % 8);
    const begin = process.hrtime.bigint();
    for (let patient = 0; patient + 1 < count && derivedRows < n; patient += 1) {
      const range = { from: starts[patient]!, to: starts[patient + 1]! };
      deriveTimepoints(workspace, chunk, range, { criteria: RECIST11, options: RECIST_DEFAULTS });
      const { timepoints, baseline } = workspace;
      const columns = { day: timepoints.day, response: timepoints.response };
      const best = RECIST11.rollUp.confirmed({ columns, from: 0, to: timepoints.count }, RECIST_DEFAULTS);
      const outcome = deriveProgressionFreeSurvival(
        {
          columns,
          from: 0,
          to: timepoints.count,
          hasBaseline: baseline.status !== BASELINE_STATUS.missing,
          deathDay: NEVER,
          newTherapyDay: NEVER,
          treatmentStopDay: NEVER,
        },
        primary,
      );
      if (isResponder(best) && outcome.day > 0) responders += 1;
      derivedRows += range.to - range.from;
      patients += 1;
    }
    nanoseconds += process.hrtime.bigint() - begin;
  }
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  return { derivedRows, patients, seconds: Number(nanoseconds) / 1e9, megabytes, responders };
}

const CHUNK_ROWS = 131_072;

/** Patients of 1 to 5 targets, 0 to 2 non-targets and 3 to 9 scans every six weeks or so; some get a new lesion. */
function fillChunk(rows: LesionRows, starts: Int32Array, seed: number): number {
  const { uniform, integer } = stream(seed, "bench/recist");
  let row = 0;
  let patient = 0;
  starts[0] = 0;
  while (row + 80 < CHUNK_ROWS) {
    const targets = 1 + integer(5);
    const nonTargets = integer(3);
    const scans = 3 + integer(7);
    const trend = 0.75 + 0.4 * uniform();
    const newFrom = uniform() < 0.3 ? integer(scans) : scans;
    for (let scan = -1; scan < scans; scan += 1) {
      const day = scan < 0 ? -integer(28) : 42 * (scan + 1) + integer(7) - 3;
      const lesions = targets + nonTargets + (scan >= newFrom ? 1 : 0);
      for (let lesion = 0; lesion < lesions; lesion += 1) {
        const isTarget = lesion < targets;
        rows.day[row] = day;
        rows.lesion[row] = lesion;
        rows.role[row] = isTarget ? ROLE.target : lesion < targets + nonTargets ? ROLE.nonTarget : ROLE.new;
        rows.isNode[row] = lesion % 3 === 2 ? 1 : 0;
        rows.organ[row] = 1 + lesion;
        rows.state[row] = isTarget ? STATE.measured : STATE.present;
        rows.diameter[row] = isTarget ? Math.round(3000 * trend ** (scan + 1) * (0.9 + 0.2 * uniform())) : -1;
        row += 1;
      }
    }
    patient += 1;
    starts[patient] = row;
  }
  return patient + 1;
}
