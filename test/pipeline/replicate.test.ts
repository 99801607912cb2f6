import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { deriveDesign } from "../../src/design/methods.js";
import type { CovariateColumn } from "../../src/frame/covariate-matrix.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimateReplicates, type ReplicateJob } from "../../src/pipeline/replicate.js";
import { runReplicates } from "../../src/pipeline/replicate-threads.js";
import { selectStatistic } from "../../src/results/select.js";
import { type Design, designSchema } from "../../src/spec/design.js";
import { type Estimate, estimateSchema } from "../../src/spec/estimate.js";
import { binaryOf, patientsIn, survivalOf } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

const r: Record<"x1" | "x2" | "trial" | "time" | "status" | "y", number[]> = JSON.parse(
  readFileSync(new URL("../../oracles/bootstrap-design/fixture.json", import.meta.url), "utf8"),
);

const patients = patientsIn(r.trial);
const column = (name: "x1" | "x2"): CovariateColumn => ({
  name,
  label: name,
  kind: "continuous",
  unit: null,
  levels: [],
  value: Float64Array.from(r[name]),
  missing: new Uint8Array(patients.n),
});
const covariates = { n: patients.n, columns: [column("x1"), column("x2")] };
const survival = survivalOf(r.time, r.status);
const response = binaryOf(r.y);
const parseDesign = (fields: Record<string, unknown>): Design =>
  designSchema.parse({ label: "D", propensity: { terms: ["x1", "x2"] }, ...fields });
const parseEstimate = (fields: Record<string, unknown>, bootstrap: Record<string, unknown> = {}): Estimate =>
  estimateSchema.parse({
    label: "E",
    endpoint: "e",
    design: "d",
    role: "primary",
    variance: "bootstrap",
    bootstrap: { replicates: 100, ...bootstrap },
    ...fields,
  });
const hazard = parseEstimate({ measure: "hazard-ratio" });
const risk = parseEstimate({ measure: "risk-difference", interval: "wald" });
const weighting = parseDesign({ method: "weighting" });
const nearest = parseDesign({ method: "nearest" });

function jobOf(design: Design, change: Partial<ReplicateJob> = {}): ReplicateJob {
  const { weights } = deriveDesign(design, { name: "d", patients, covariates, seed: 1 });
  return {
    design,
    name: "d",
    seed: 1,
    resample: "patients",
    patients,
    covariates,
    weights,
    estimates: [
      { estimate: hazard, data: survival },
      { estimate: risk, data: response },
    ],
    ...change,
  };
}

describe("replicates", () => {
  it("depend on their number alone, whatever the blocks, and differ from each other", () => {
    const job = jobOf(weighting);
    const whole = estimateReplicates(job, 0, 12);
    expect([...estimateReplicates(job, 0, 5), ...estimateReplicates(job, 5, 12)]).toEqual(whole);
    expect(new Set(whole.map(([value]) => value)).size).toBe(12);
  });

  it("hold the same patients for every endpoint: alone or together an estimate is the same", () => {
    const together = estimateReplicates(jobOf(weighting), 0, 4).map(([, value]) => value);
    const alone = estimateReplicates(jobOf(weighting, { estimates: [{ estimate: risk, data: response }] }), 0, 4);
    expect(alone.map(([value]) => value)).toEqual(together);
  });

  it("rematch, and draw matched sets as they are, for which the spread is about that of the clustered standard error", () => {
    const rematched = estimateReplicates(jobOf(nearest), 0, 3);
    expect(rematched.every(([value]) => typeof value === "number")).toBe(true);
    const job = jobOf(nearest, { resample: "pairs", estimates: [{ estimate: risk, data: response }] });
    const values = estimateReplicates(job, 0, 600).map(([value]) => value as number);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const sd = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1));
    const records = estimateEffect({
      variant: "main",
      name: "e",
      estimate: estimateSchema.parse({
        label: "E",
        endpoint: "e",
        design: "d",
        role: "primary",
        measure: "risk-difference",
        interval: "wald",
      }),
      design: nearest,
      role: "primary",
      patients,
      data: response,
      weights: job.weights,
      blocked: null,
    });
    const { value: se } = selectStatistic(records, { statistic: "risk_difference_se" });
    // 600 resamples: the standard deviation itself has a relative error of 3 %.
    expect(Math.abs(sd / se! - 1)).toBeLessThan(0.1);
  });

  it("of a design or an endpoint that fails are reasons, counted by the estimate", async () => {
    // One event in the trial arm: a resample that misses it has an infinite hazard ratio.
    const first = r.trial.indexOf(1);
    const rare = survivalOf(
      r.time,
      r.status.map((event, i) => (r.trial[i] === 1 ? (i === first ? 1 : 0) : event)),
    );
    const job = jobOf(weighting, { estimates: [{ estimate: hazard, data: rare }] });
    const found = await runReplicates(job, { count: 100, threads: 0, progress: () => undefined });
    const reasons = found.map(([value]) => value).filter((value) => typeof value === "string");
    expect(reasons.length).toBeGreaterThan(20);
    const values = Float64Array.from(found.map(([value]) => value).filter((value) => typeof value === "number"));
    const records = estimateEffect({
      variant: "main",
      name: "e",
      estimate: hazard,
      design: weighting,
      role: "primary",
      patients,
      covariates,
      data: rare,
      weights: job.weights,
      blocked: null,
      replicates: { values, drawn: 100, failures: [{ reason: reasons[0]!, count: reasons.length }] },
    });
    const failed = selectStatistic(records, { statistic: "bootstrap_failed" });
    expect([failed.value, failed.note]).toEqual([reasons.length, `${reasons.length}: ${reasons[0]}`]);
    expect(selectStatistic(records, { statistic: "hazard_ratio" }).value).toBeGreaterThan(0);
    expect(selectStatistic(records, { statistic: "hazard_ratio_lower" }).note).toContain(
      "100 resamples give no estimate",
    );
  });

  it("told by counts are those of the rows written out, whatever the estimand", () => {
    // Trimmed to [0, 1] the design is the same, and has its rows written out.
    for (const estimand of ["ATT", "ATE", "ATO"]) {
      const counted = estimateReplicates(jobOf(parseDesign({ method: "weighting", estimand })), 0, 20);
      const trim = { below: 0, above: 1 };
      const written = estimateReplicates(jobOf(parseDesign({ method: "weighting", estimand, trim })), 0, 20);
      expect(relativeError(counted.flat() as number[], written.flat() as number[])).toBeLessThan(1e-8);
      expect(counted).not.toEqual(written);
    }
  });

  /** A hazard ratio beside the same one stratified by what everybody shares, which has its rows written out. */
  function countedAndWritten(design: Parameters<typeof jobOf>[0], change: Parameters<typeof jobOf>[1]) {
    const everyone = {
      ...column("x1"),
      kind: "categorical" as const,
      levels: ["all"],
      value: new Float64Array(patients.n),
    };
    const stratified = parseEstimate({ measure: "hazard-ratio", strata: ["x1"] });
    const data = change?.estimates?.[0]?.data ?? survival;
    const estimates = [hazard, stratified].map((estimate) => ({ estimate, data }));
    const job = jobOf(design, { ...change, estimates });
    const found = estimateReplicates({ ...job, covariates: { n: patients.n, columns: [everyone] } }, 0, 20);
    return [0, 1].map((k) => found.map((values) => values[k] as number)) as [number[], number[]];
  }

  it("of an unadjusted hazard ratio are those of the rows written out, as one stratum of everyone has them", () => {
    const [counted, written] = countedAndWritten(designSchema.parse({ method: "unadjusted", label: "D" }), {});
    expect(relativeError(counted, written)).toBeLessThan(1e-8);
    expect(new Set(counted).size).toBe(20);
  });

  it("of a hazard ratio of pairs are those of the rows written out, also where a pair is left out for a member without endpoint", () => {
    const [counted, written] = countedAndWritten(nearest, { resample: "pairs" });
    expect(relativeError(counted, written)).toBeLessThan(1e-8);
    expect(new Set(counted).size).toBe(20);
    const paired = jobOf(nearest).weights.pair!.findIndex((id) => id >= 0);
    const available = survival.available.map((has, i) => (i === paired ? 0 : has));
    const estimates = [{ estimate: hazard, data: { ...survival, available } }];
    const [without, withoutWritten] = countedAndWritten(nearest, { resample: "pairs", estimates });
    expect(relativeError(without, withoutWritten)).toBeLessThan(1e-8);
    expect(without).not.toEqual(counted);
  });

  it("report progress up to the whole", async () => {
    const shares: number[] = [];
    await runReplicates(jobOf(weighting), { count: 15, threads: 0, progress: (share) => shares.push(share) });
    expect(shares).toEqual([1 / 3, 2 / 3, 1]);
  });
});

const compiled = new URL("../../dist/pipeline/replicate-threads.js", import.meta.url);

describe.skipIf(!existsSync(compiled))("replicates on worker threads of the compiled engine", () => {
  it("are the same bytes for 0, 1 and 3 threads", async () => {
    const engine: typeof import("../../src/pipeline/replicate-threads.js") = await import(
      pathToFileURL(compiled.pathname).href
    );
    const run = async (threads: number) =>
      JSON.stringify(await engine.runReplicates(jobOf(weighting), { count: 110, threads, progress: () => undefined }));
    const here = await run(0);
    expect(await run(1)).toBe(here);
    expect(await run(3)).toBe(here);
    expect(JSON.stringify(estimateReplicates(jobOf(weighting), 0, 110))).toBe(here);
  });
});
