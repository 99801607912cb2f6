import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allOracles } from "../../src/pipeline/qualify.js";

/** One number of R's in each fixture, by its place. */
const places: Readonly<Record<string, string>> = {
  "aalen-johansen": "cases.0.causes.1.standardError.80",
  "abadie-imbens": "workedRuns.5.se",
  agreement: "coefficients.3.se",
  "att-weights": "cases.lalonde.cStatisticWeighted",
  balance: "formulas.after.nodes.ks",
  bias: "matrices.1.covariance.4",
  "bootstrap-design": "risk_difference.7",
  "breast-hormone": "within_weighted.se",
  calibration: "effects.2.meanSe",
  "caliper-matching": "problems.breast.sd",
  "censoring-weights": "weighted.se",
  "clustered-wilson": "cases.0.lower",
  combat: "cases.threeScanners.scale.1.3",
  "competing-risks": "weighted.gray",
  cox: "cases.3.fits.0.score",
  "curve-contrasts": "weighted.log_ratio.clustered",
  "delayed-entry": "weightedControl.rmst",
  "distribution-difference": "after.2.mean",
  distributions: "student.factor.20",
  "entropy-balance": "controls.attBase.600",
  "estimated-weights": "cases.entropyATE.rmst_difference.influence",
  firth: "cases.lalondeSmall.penalised",
  "follow-up-completeness": "cases.2.completeness",
  "full-matching": "problems.lalonde.runs.1.total",
  "in-response": "cases.1.se.2",
  "in-response-difference": "weighted.1.estimated.se",
  "interval-cox": "direct.1.robustCovariance.3",
  "interval-weibull": "cases.4.covariance.0",
  "kaplan-meier": "cases.5.fits.1.bands.0.lower.30",
  lalonde: "control.upper",
  lasso: "problems.wide.cvm.9",
  "log-rank": "cases.4.p",
  logistic: "cases.lalondeWeighted.covariance.2.2",
  mahalanobis: "distance.11",
  "max-combo": "cases.2.correlation.5",
  missingness: "cases.1.chiSquared",
  "natural-spline": "cases.df5.basis.3.4",
  "nelson-aalen": "cases.0.basehaz.100",
  "optimal-assignment": "problems.breast.runs.3.total",
  "paired-proportions": "cases.9.tango.1",
  "parametric-shapes": "weighted.1.rmst",
  "parametric-survival": "weighted.3.aic",
  proportions: "difference.8.newcombe.0",
  "reader-reliability": "cases.2.iccLimits.0",
  rmst: "cases.4.robust",
  rubin: "linear.2.pooled.df",
  "several-lines": "cases.weighting.influence.log_hazard_ratio",
  standardisation: "cases.ATE aipw.log_odds_ratio.estimated",
  subgroups: "anew.2.rd_se",
  "tipping-point": "cases.3.se",
  turnbull: "cases.1.fit.mass.0",
  "two-by-two": "stratified.3.limits.1",
  "weighted-rates": "odds.clustered.p",
};

describe("a number of R's that is not what it was, in its sixth digit, fails its fixture", () => {
  it("of every fixture one is tried", () => {
    expect(Object.keys(places).sort()).toEqual(allOracles.map(({ id }) => id).sort());
  });

  it.each(allOracles)("$id", async (oracle) => {
    const fixture: unknown = JSON.parse(
      readFileSync(new URL(`../../oracles/${oracle.id}/fixture.json`, import.meta.url), "utf8"),
    );
    changeAt(fixture, places[oracle.id]!.split("."));
    const cases = await oracle.run(fixture);
    const failing = cases.flatMap(({ agreements }) => agreements.filter(({ passes }) => !passes));
    expect(failing).toHaveLength(1);
  });
});

/** Changes the sixth digit of the number there. */
function changeAt(value: unknown, [name, ...rest]: readonly string[]): void {
  const holder = value as Record<string, unknown>;
  const at = holder[name!];
  if (rest.length > 0) changeAt(at, rest);
  else if (typeof at !== "number") throw new RangeError(`a number must be there; got ${typeof at} at ${name}`);
  else holder[name!] = at * (1 + 2e-6);
}
