import { EstimationError } from "../errors.js";
import { countUpTo } from "../math/count-up-to.js";
import type { Stream } from "../math/stream.js";
import { estimateKaplanMeier } from "./kaplan-meier.js";

/** One arm. Columns of one length. */
export interface CensoredArm {
  /** Days, >= 1. */
  readonly time: Int32Array;
  readonly status: Uint8Array;
  readonly weight: Float64Array;
  /** 1 = censored for a reason that may tell about the outcome: imputed; others keep their censoring. */
  readonly imputable: Uint8Array;
}

export interface ImputedArm {
  readonly time: Int32Array;
  readonly status: Uint8Array;
}

/**
 * One draw of what may have followed censoring, if the hazard from then on is `hazardRatio` times that of the arm's patients still
 * followed (1: censoring tells nothing; above: those censored do worse). The arm's hazard is the weighted Nelson–Aalen estimate; a patient
 * whose draw lies beyond its last time is censored there.
 * hazardRatio: >= 0. One uniform of the stream per imputable row, in the order of rows. Throws EstimationError for an arm without events.
 * Pool m draws by `poolRubin`. Source: Lipkovich, Ratitch & O'Kelly 2016, Pharmaceutical Statistics 15:216 (delta-adjusted, Kaplan–Meier
 * imputation); Jackson et al. 2014, Statistics in Medicine 33:4681.
 */
export function imputeCensored(arm: CensoredArm, hazardRatio: number, stream: Stream): ImputedArm {
  if (!(hazardRatio >= 0 && hazardRatio < Number.POSITIVE_INFINITY))
    throw new RangeError(`a hazard ratio after censoring must be >= 0; got ${hazardRatio}`);
  const curve = estimateKaplanMeier(arm);
  if (curve.totalEvents === 0)
    throw new EstimationError("what follows censoring cannot be drawn: the arm has no event");
  const cumulative = new Float64Array(curve.time.length);
  for (let j = 0, total = 0; j < cumulative.length; j += 1) {
    total += curve.events[j]! / curve.atRisk[j]!;
    cumulative[j] = total;
  }
  const last = curve.time[curve.time.length - 1]!;
  const time = arm.time.slice();
  const status = arm.status.slice();
  for (let i = 0; i < time.length; i += 1) {
    if (arm.imputable[i] !== 1 || arm.status[i] === 1) continue;
    const before = countUpTo(curve.time, arm.time[i]!);
    const needed = -Math.log(1 - stream.uniform()) / hazardRatio + (before === 0 ? 0 : cumulative[before - 1]!);
    let at = before;
    while (at < cumulative.length && cumulative[at]! < needed) at += 1;
    time[i] = at === cumulative.length ? Math.max(last, arm.time[i]!) : curve.time[at]!;
    status[i] = at === cumulative.length ? 0 : 1;
  }
  return { time, status };
}
