import type { CoxRows } from "./cox-rows.js";

/** Events that share a day: Efron's average over the orders they may have had, or Breslow's one risk set for all. */
export type Ties = "efron" | "breslow";

/**
 * What one event time of one stratum adds to the partial likelihood and its derivatives. One object is reused for all times: copy
 * what must last. Moments are those of the covariates over the risk set, weighted by w·exp(xβ).
 */
export interface EventTime {
  time: number;
  /** Number of the stratum, and positions [from, to) of the rows that end here. */
  stratum: number;
  from: number;
  to: number;
  events: number;
  logLikelihood: number;
  /** Σ w x over events less Σ_k w̄ mean_k; length p. */
  readonly score: Float64Array;
  /** Σ_k w̄ covariance_k; lower triangle by rows, length p(p + 1)/2. */
  readonly information: Float64Array;
  /** Hazard increment Σ_k w̄/denominator_k, and Σ_k of it times mean_k, for a row at risk without an event here. */
  hazard: number;
  readonly hazardMean: Float64Array;
  /** The same for a row with an event here, each k down-weighted by 1 − k/events (Efron). */
  tiedHazard: number;
  readonly tiedHazardMean: Float64Array;
  /** The mean over k of mean_k. */
  readonly eventMean: Float64Array;
}

/**
 * Visits every event time, stratum by stratum, latest first, with the risk sets at `beta` (length p).
 * With weights Efron's k-th of d tied events has the mean weight w̄ of the d and the denominator Σ_risk − (k/d) Σ_events of w·exp(xβ),
 * as in R survival. Plain sums: all terms of a denominator are positive, so its relative error stays below n·2⁻⁵³; with delayed
 * entry rows are subtracted again, which loses digits if the risk exp(xβ) of one who left exceeds that of all who stay by far.
 * O(n p² + events). Source: Efron 1977; Breslow 1974; Therneau & Grambsch 2000 §3.3.
 */
export function visitEventTimes(rows: CoxRows, beta: Float64Array, ties: Ties, visit: (at: EventTime) => void): void {
  const { p, time, status, weight, X } = rows;
  const { eta, risk } = relativeRisks(rows, beta);
  const all = emptyMoments(p);
  const tied = emptyMoments(p);
  const at = emptyEventTime(p);
  for (let s = 0; s + 1 < rows.strata.length; s += 1) {
    const first = rows.strata[s]!;
    let late = rows.strata[s + 1]!;
    clearMoments(all);
    for (let i = rows.strata[s + 1]!; i > first; ) {
      const t = time[i - 1]!;
      at.to = i;
      clearMoments(tied);
      clearEventTime(at);
      let eventWeight = 0;
      for (; i > first && time[i - 1] === t; i -= 1) {
        const row = i - 1;
        addRow(status[row] === 1 ? tied : all, X, row, risk[row]!);
        if (status[row] === 0) continue;
        const w = weight[row]!;
        at.events += 1;
        eventWeight += w;
        at.logLikelihood += w * eta[row]!;
        for (let j = 0; j < p; j += 1) at.score[j]! += w * X[row * p + j]!;
      }
      if (at.events === 0) continue;
      addMoments(all, tied);
      if (rows.entry !== null && rows.byEntry !== null) {
        for (; rows.entry[rows.byEntry[late - 1]!]! >= t; late -= 1) {
          const row = rows.byEntry[late - 1]!;
          addRow(all, X, row, -risk[row]!);
        }
      }
      at.time = t;
      at.stratum = s;
      at.from = i;
      addTerms(at, all, tied, eventWeight, ties);
      visit(at);
    }
  }
}

/** xβ and w·exp(xβ) of every row. */
function relativeRisks({ n, p, X, weight }: CoxRows, beta: Float64Array): { eta: Float64Array; risk: Float64Array } {
  const eta = new Float64Array(n);
  const risk = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    let value = 0;
    for (let j = 0; j < p; j += 1) value += X[i * p + j]! * beta[j]!;
    eta[i] = value;
    risk[i] = weight[i]! * Math.exp(value);
  }
  return { eta, risk };
}

/** Σ r, Σ r x and Σ r x xᵀ (lower triangle by rows) of a set of rows with risks r. */
interface Moments {
  total: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

function emptyMoments(p: number): Moments {
  return { total: 0, first: new Float64Array(p), second: new Float64Array((p * (p + 1)) / 2) };
}

function clearMoments(moments: Moments): void {
  moments.total = 0;
  moments.first.fill(0);
  moments.second.fill(0);
}

function addRow(moments: Moments, X: Float64Array, row: number, risk: number): void {
  const { first, second } = moments;
  const p = first.length;
  const start = row * p;
  moments.total += risk;
  let m = 0;
  for (let a = 0; a < p; a += 1) {
    const rx = risk * X[start + a]!;
    first[a]! += rx;
    for (let b = 0; b <= a; b += 1) {
      second[m]! += rx * X[start + b]!;
      m += 1;
    }
  }
}

function addMoments(moments: Moments, more: Moments): void {
  moments.total += more.total;
  for (let j = 0; j < moments.first.length; j += 1) moments.first[j]! += more.first[j]!;
  for (let m = 0; m < moments.second.length; m += 1) moments.second[m]! += more.second[m]!;
}

/**
 * Adds the terms of the d tied events of one time. Efron's k-th denominator is D_k = S − g_k T with g_k = k/d, S and T the totals of
 * the risk set and of the events (Breslow: g = 0, one step of full weight). Every sum over k is linear in the moments, with
 * coefficients Σ g^a/D and Σ g^a/D², so the moments are visited once however many events tie.
 */
function addTerms(at: EventTime, all: Moments, tied: Moments, eventWeight: number, ties: Ties): void {
  const p = at.score.length;
  const steps = ties === "efron" ? at.events : 1;
  const w = eventWeight / steps;
  let [a0, a1, b0, b1, b2] = [0, 0, 0, 0, 0];
  for (let k = 0; k < steps; k += 1) {
    const g = k / steps;
    const inverse = 1 / (all.total - g * tied.total);
    a0 += inverse;
    a1 += g * inverse;
    b0 += inverse * inverse;
    b1 += g * inverse * inverse;
    b2 += g * g * inverse * inverse;
    at.logLikelihood += w * Math.log(inverse);
  }
  at.hazard = w * a0;
  at.tiedHazard = w * (a0 - a1);
  let m = 0;
  for (let i = 0; i < p; i += 1) {
    const s = all.first[i]!;
    const t = tied.first[i]!;
    at.score[i]! -= w * (a0 * s - a1 * t);
    at.eventMean[i] = (a0 * s - a1 * t) / steps;
    at.hazardMean[i] = w * (b0 * s - b1 * t);
    at.tiedHazardMean[i] = w * ((b0 - b1) * s - (b1 - b2) * t);
    for (let j = 0; j <= i; j += 1) {
      const products = b0 * s * all.first[j]! - b1 * (s * tied.first[j]! + t * all.first[j]!) + b2 * t * tied.first[j]!;
      at.information[m] = w * (a0 * all.second[m]! - a1 * tied.second[m]! - products);
      m += 1;
    }
  }
}

function emptyEventTime(p: number): EventTime {
  return {
    time: 0,
    stratum: 0,
    from: 0,
    to: 0,
    events: 0,
    logLikelihood: 0,
    score: new Float64Array(p),
    information: new Float64Array((p * (p + 1)) / 2),
    hazard: 0,
    hazardMean: new Float64Array(p),
    tiedHazard: 0,
    tiedHazardMean: new Float64Array(p),
    eventMean: new Float64Array(p),
  };
}

function clearEventTime(at: EventTime): void {
  at.events = 0;
  at.logLikelihood = 0;
  at.score.fill(0);
}
