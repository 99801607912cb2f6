import { describe, expect, it } from "vitest";
import { stream } from "../../src/math/stream.js";
import { fitCensoringModel } from "../../src/stats/censoring-model.js";
import { deriveCensoringWeights } from "../../src/stats/censoring-weights.js";
import { describePersonDays } from "../../src/stats/describe-person-days.js";
import { estimateKaplanMeier } from "../../src/stats/kaplan-meier.js";

describe("fitCensoringModel and deriveCensoringWeights", () => {
  // Days 1 to 5: lost (x = 1), lost (x = 0), event (x = 1), lost (x = 0), event (x = 1).
  const time = Int32Array.of(1, 2, 3, 4, 5);
  const status = Uint8Array.of(0, 0, 1, 0, 1);
  const censored = Uint8Array.of(1, 1, 0, 1, 0);
  const x = [1, 0, 1, 0, 1];
  const model = fitCensoringModel({ time, status, censored, X: Float64Array.from(x), p: 1, names: ["x"] });
  // With r = e^β the score is 1 − 3r/(3r + 2) − 2r/(2r + 2) − r/(r + 1): its root by bisection.
  const score = (r: number) => 1 - (3 * r) / (3 * r + 2) - (2 * r) / (2 * r + 2) - r / (r + 1);
  let [low, high] = [0, 1];
  for (let k = 0; k < 100; k += 1) {
    const middle = (low + high) / 2;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  const r = (low + high) / 2;
  // Cumulative hazard of x = 0 after days 1, 2, 4, and of all together.
  const H = [1 / (3 * r + 2), 1 / (3 * r + 2) + 1 / (2 * r + 2), 1 / (3 * r + 2) + 1 / (2 * r + 2) + 1 / (r + 1)];
  const M = [1 / 5, 1 / 5 + 1 / 4, 1 / 5 + 1 / 4 + 1 / 2];

  it("by hand: Breslow's coefficient and hazards of five patients", () => {
    expect(Math.exp(model.beta[0]!)).toBeCloseTo(r, 9);
    expect(Array.from(model.day)).toEqual([1, 2, 4]);
    for (const k of [0, 1, 2]) {
      expect(model.marginal[k]).toBeCloseTo(M[k]!, 14);
      // The row of patient 2 has x = 0.
      expect(model.baseline[k]! * model.risk[1]!).toBeCloseTo(H[k]!, 9);
    }
  });

  it("by hand: on day 3 the weight of x = 1 is exp(r H − M) of days 1 and 2, on day 5 of all three", () => {
    const rows = deriveCensoringWeights({ time, status }, model, { eventDays: Int32Array.of(3, 5), largest: null });
    const mine = (patient: number) => Array.from(rows.source.keys()).filter((k) => rows.source[k] === patient);
    const last = mine(4);
    expect(last.map((k) => [rows.entry[k], rows.time[k], rows.status[k]])).toEqual([
      [0, 3, 0],
      [3, 5, 1],
    ]);
    expect(rows.weight[last[0]!]).toBeCloseTo(Math.exp(r * H[1]! - M[1]!), 9);
    expect(rows.weight[last[1]!]).toBeCloseTo(Math.exp(r * H[2]! - M[2]!), 9);
    // Patient 4, lost on day 4 before another event day: one row to the end, counted on day 3 alone.
    expect(mine(3).map((k) => [rows.entry[k], rows.time[k], rows.status[k], rows.eventDays[k]])).toEqual([
      [0, 4, 0, 1],
    ]);
    expect(rows.weight[mine(3)[0]!]).toBeCloseTo(Math.exp(H[1]! - M[1]!), 9);
    // Patients 1 and 2 were gone before any event: no day on which a weight counts.
    expect([0, 1].map((patient) => rows.eventDays[mine(patient)[0]!])).toEqual([0, 0]);
  });

  it("cuts at the largest allowed, marks what it cut and keeps the largest there was", () => {
    const limits = { eventDays: Int32Array.of(3, 5), largest: null };
    const free = deriveCensoringWeights({ time, status }, model, limits);
    const cut = deriveCensoringWeights({ time, status }, model, { ...limits, largest: 0.9 });
    expect(cut.largest).toBe(free.largest);
    expect(Array.from(cut.weight)).toEqual(Array.from(free.weight, (w) => Math.min(0.9, w)));
    expect(Array.from(cut.cut)).toEqual(Array.from(free.weight, (w) => (w > 0.9 ? 1 : 0)));
  });

  it("an event comes before a censoring on its day: who has it is not at risk of being censored then", () => {
    const tied = fitCensoringModel({
      time: Int32Array.of(5, 5, 7, 9, 12),
      status: Uint8Array.of(1, 0, 0, 0, 1),
      censored: Uint8Array.of(0, 1, 1, 1, 0),
      X: Float64Array.of(0, 1, 0, 0, 1),
      p: 1,
      names: ["x"],
    });
    expect(Array.from(tied.marginal)).toEqual([1 / 4, 1 / 4 + 1 / 3, 1 / 4 + 1 / 3 + 1 / 2]);
    // On day 5 nobody was censored before: the weight of all is 1.
    const rows = deriveCensoringWeights(
      { time: Int32Array.of(5), status: Uint8Array.of(1) },
      { ...tied, risk: Float64Array.of(1) },
      { eventDays: Int32Array.of(5), largest: null },
    );
    expect(Array.from(rows.weight)).toEqual([1]);
  });

  it("refuses a row that is censored and has the event", () => {
    const both = { time: Int32Array.of(1), status: Uint8Array.of(1), censored: Uint8Array.of(1) };
    expect(() => fitCensoringModel({ ...both, X: Float64Array.of(1), p: 1, names: ["x"] })).toThrow(/got 1 of 1 rows/);
  });
});

describe("stabilised censoring weights", () => {
  /** One arm: events and losses of n patients; losses depend on x by `slope`, events by 1. */
  function draw(seed: number, n: number, slope: number) {
    const random = stream(seed, "censoring");
    const x = Float64Array.from({ length: n }, () => (random.uniform() < 0.5 ? 0 : 1));
    const exponential = (rate: number) => Math.ceil(-Math.log(random.uniform()) / rate);
    const event = Array.from(x, (value) => exponential(0.004 * Math.exp(value)));
    const lost = Array.from(x, (value) => exponential(0.003 * Math.exp(slope * value)));
    const time = Int32Array.from(event, (day, i) => Math.min(day, lost[i]!));
    const status = Uint8Array.from(event, (day, i) => (day <= lost[i]! ? 1 : 0));
    return { x, event, time, status, censored: status.map((s) => 1 - s) };
  }
  function weigh({ x, time, status, censored }: ReturnType<typeof draw>) {
    const model = fitCensoringModel({ time, status, censored, X: x, p: 1, names: ["x"] });
    const eventDays = Int32Array.from(new Set(Array.from(time).filter((_, i) => status[i] === 1))).sort();
    return deriveCensoringWeights({ time, status }, model, { eventDays, largest: null });
  }

  it("average 1 over patients and days where the model holds, and hardly vary where censoring does not depend on x", () => {
    const informative = weigh(draw(11, 3000, 1));
    expect(describePersonDays(informative.weight, informative.eventDays)!.mean).toBeCloseTo(1, 1);
    const none = weigh(draw(12, 3000, 0));
    const spread = describePersonDays(none.weight, none.eventDays)!;
    expect(spread.mean).toBeCloseTo(1, 2);
    expect(spread.p99 / spread.least).toBeLessThan(1.35);
    const wide = describePersonDays(informative.weight, informative.eventDays)!;
    expect(wide.p99 / wide.least).toBeGreaterThan(1.5);
  });

  it("give back the survival of everybody where censoring depends on what the event depends on, and the plain curve does not", () => {
    const own = draw(13, 6000, 1.5);
    const rows = weigh(own);
    const day = 180;
    const at = (curve: { time: Int32Array; survival: Float64Array }) =>
      curve.survival[curve.time.filter((t) => t <= day).length - 1]!;
    const truth = own.event.filter((t) => t > day).length / own.event.length;
    const weighted = estimateKaplanMeier(rows);
    const plain = estimateKaplanMeier({ time: own.time, status: own.status });
    expect(Math.abs(at(plain) - truth)).toBeGreaterThan(0.03);
    expect(Math.abs(at(weighted) - truth)).toBeLessThan(0.02);
  });

  it("cancel in Kaplan–Meier where they are the same for everybody on each day", () => {
    const own = draw(14, 300, 1);
    // A weight of each event day, the same for all at risk on it: rows are cut at every event day.
    const days = Array.from(new Set(Array.from(own.time).filter((_, i) => own.status[i] === 1))).sort((a, b) => a - b);
    const split = Array.from(own.time).flatMap((end, i) => {
      const cuts = [...days.filter((day) => day < end), end];
      return cuts.map((until, k) => ({
        entry: k === 0 ? 0 : cuts[k - 1]!,
        time: until,
        status: until === end ? own.status[i]! : 0,
        weight: 1 + (days.filter((day) => day < until).length % 5) / 3,
      }));
    });
    const column = (name: "entry" | "time") => Int32Array.from(split, (row) => row[name]);
    const curve = estimateKaplanMeier({
      entry: column("entry"),
      time: column("time"),
      status: Uint8Array.from(split, (row) => row.status),
      weight: Float64Array.from(split, (row) => row.weight),
    });
    const plain = estimateKaplanMeier({ time: own.time, status: own.status });
    const at = (from: typeof plain, day: number) => from.survival[from.time.indexOf(day)]!;
    for (const day of days) expect(at(curve, day)).toBeCloseTo(at(plain, day), 11);
  });
});

describe("clustered standard errors of Kaplan–Meier", () => {
  const time = Int32Array.of(3, 5, 5, 8, 11, 12, 15, 15, 20);
  const status = Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 0, 1);
  const weight = Float64Array.of(1, 0.5, 2, 1, 1, 0.7, 1.2, 1, 2);

  it("are those of rows where each row is a cluster, and of two rows of half the time where a patient is split", () => {
    const rows = { time, status, weight, variance: "robust" as const };
    const plain = estimateKaplanMeier(rows);
    const own = estimateKaplanMeier({ ...rows, cluster: Int32Array.from(time.keys()) });
    for (const [j, se] of plain.standardErrorLog.entries()) expect(own.standardErrorLog[j]).toBeCloseTo(se, 14);
    const half = Array.from(time, (t) => t >> 1);
    const split = estimateKaplanMeier({
      entry: Int32Array.from([...half.map(() => 0), ...half]),
      time: Int32Array.from([...half, ...time]),
      status: Uint8Array.from([...half.map(() => 0), ...status]),
      weight: Float64Array.from([...weight, ...weight]),
      cluster: Int32Array.from([...time.keys(), ...time.keys()]),
      variance: "robust",
    });
    for (const [j, t] of plain.time.entries()) {
      const at = split.time.indexOf(t);
      expect(split.survival[at]).toBeCloseTo(plain.survival[j]!, 14);
      expect(split.standardErrorLog[at]).toBeCloseTo(plain.standardErrorLog[j]!, 14);
    }
  });

  it("of two patients who are copies in one cluster are √2 times those of independent ones", () => {
    const twice = {
      time: Int32Array.from([...time, ...time]),
      status: Uint8Array.from([...status, ...status]),
      variance: "robust" as const,
    };
    const apart = estimateKaplanMeier({ ...twice, cluster: Int32Array.from({ length: 18 }, (_, i) => i) });
    const together = estimateKaplanMeier({ ...twice, cluster: Int32Array.from({ length: 18 }, (_, i) => i % 9) });
    for (const [j, se] of apart.standardErrorLog.entries())
      expect(together.standardErrorLog[j]).toBeCloseTo(Math.SQRT2 * se, 13);
  });
});
