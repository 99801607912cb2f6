import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { combineCompeting } from "../../src/frame/combine-competing.js";
import type { DesignWeights } from "../../src/frame/design-weights.js";
import { estimateEffect } from "../../src/outcomes/estimate-effect.js";
import { estimatePointEffect } from "../../src/outcomes/point-effect.js";
import { outcomeOf } from "../../src/pipeline/outcome-of.js";
import type { ResultRecord } from "../../src/results/records.js";
import { selectStatistic } from "../../src/results/select.js";
import { designSchema } from "../../src/spec/design.js";
import { endpointNamesOf } from "../../src/spec/endpoint-names.js";
import { estimateSchema } from "../../src/spec/estimate.js";
import { patientsIn, survivalOf, unadjusted } from "../support/outcome-frames.js";
import { relativeError } from "../support/relative-error.js";

const fixture: Record<"time" | "cause" | "arm" | "weight", number[]> & { day: number } & Record<
    "plain" | "weighted",
    { efron: number; efron_se: number; gray: number; incidence: { estimate: number; se: number }[] }
  > = JSON.parse(readFileSync(new URL("../../oracles/competing-risks/fixture.json", import.meta.url), "utf8"));

const patients = patientsIn(fixture.arm);
/** Progression is seen at the day of the composite; the own endpoint of a patient who died is censored a week before. */
const own = survivalOf(
  fixture.time.map((t, i) => (fixture.cause[i] === 2 ? Math.max(1, t - 7) : t)),
  fixture.cause.map((c) => (c === 1 ? 1 : 0)),
);
const composite = survivalOf(
  fixture.time,
  fixture.cause.map((c) => (c > 0 ? 1 : 0)),
);
const data = combineCompeting(own, composite);
const weighted: DesignWeights = {
  ...unadjusted(patients.n),
  kind: "weighting",
  weight: Float64Array.from(fixture.weight),
};
const crude = designSchema.parse({ method: "unadjusted", label: "D" });
const weighting = designSchema.parse({ method: "weighting", label: "D", propensity: { terms: ["age"] } });

const estimateOf = (fields: Record<string, unknown>) =>
  estimateSchema.parse({ label: "E", endpoint: "ttp", composite: "pfs", design: "d", role: "primary", ...fields });

function run(fields: Record<string, unknown>, weights?: DesignWeights, outcome = data): ResultRecord[] {
  const estimate = estimateOf(fields);
  const design = weights === undefined ? crude : weighting;
  const common = { variant: "main", name: "e", role: "primary" as const, blocked: null };
  return estimateEffect({
    ...common,
    estimate,
    design,
    patients,
    data: outcome,
    weights: weights ?? unadjusted(patients.n),
  });
}

const at = (
  records: readonly ResultRecord[],
  statistic: string,
  group: string | null = null,
  level: string | null = null,
) => selectStatistic(records, { statistic, group, level });

describe("an estimate under competing events, against R", () => {
  it.each([
    ["plain", undefined],
    ["weighted", weighted],
  ] as const)("%s", (name, weights) => {
    const expected = fixture[name];
    const ratio = run({ measure: "subdistribution-hazard-ratio" }, weights);
    const found = ["log_subdistribution_hazard_ratio", "log_subdistribution_hazard_ratio_se", "gray_chi_squared"];
    expect(
      relativeError(
        found.map((statistic) => at(ratio, statistic).value!),
        [expected.efron, expected.efron_se, expected.gray],
      ),
    ).toBeLessThan(1e-8);
    const difference = run({ measure: "incidence-difference", timeDays: fixture.day }, weights);
    const [trial, control] = expected.incidence;
    expect(
      relativeError(
        ["incidence_difference", "incidence_difference_se"].map((statistic) => at(difference, statistic).value!),
        [trial!.estimate - control!.estimate, Math.hypot(trial!.se, control!.se)],
      ),
    ).toBeLessThan(1e-10);
    expect(at(difference, "incidence", "control", `${fixture.day}`).value).toBeCloseTo(control!.estimate, 12);
  });

  it("counts events, competing events and censored, which add up", () => {
    const records = run({ measure: "subdistribution-hazard-ratio" });
    for (const group of ["trial", "control"]) {
      const side = group === "trial" ? 1 : 0;
      const of = (cause: number) => fixture.cause.filter((c, i) => c === cause && fixture.arm[i] === side).length;
      const names = ["censored", "events", "competing_events"] as const;
      expect(names.map((name) => at(records, name, group).value)).toEqual([of(0), of(1), of(2)]);
      expect(at(records, "n", group).value).toBe(of(0) + of(1) + of(2));
    }
    const curves = records.filter((record) => record.kind === "series" && record.series === "cumulative_incidence");
    expect(curves).toHaveLength(2);
  });

  it("gives the point alone for a resample", () => {
    const estimate = estimateOf({ measure: "subdistribution-hazard-ratio" });
    const covariates = { n: patients.n, columns: [] };
    const value = estimatePointEffect(estimate, { patients, covariates, data, weights: weighted, design: weighting });
    expect(relativeError([value], [fixture.weighted.efron])).toBeLessThan(1e-9);
  });
});

describe("what cannot be estimated under competing events", () => {
  const reason = (records: readonly ResultRecord[], statistic: string) => {
    const { status, note } = at(records, statistic);
    expect(status).toBe("not_estimable");
    return note;
  };

  it("says why: no events in an arm, no competing events known, a day beyond the follow-up, an empty arm", () => {
    const measure = { measure: "subdistribution-hazard-ratio" };
    const none = { ...data, status: data.status.map((s, i) => (fixture.arm[i] === 1 ? 0 : s)) };
    expect(reason(run(measure, undefined, none), "subdistribution_hazard_ratio")).toContain("infinite");
    expect(reason(run(measure, undefined, composite), "subdistribution_hazard_ratio")).toContain(
      "outcomes that tell them",
    );
    const late = run({ measure: "incidence-difference", timeDays: 100_000 });
    expect(reason(late, "incidence_difference")).toContain("lies beyond the follow-up of the arm");
    const trial = patients.trial.map((arm) => (arm === 1 ? 0 : 1));
    const empty = { ...data, available: trial };
    expect(reason(run(measure, undefined, empty), "subdistribution_hazard_ratio")).toContain(
      "the trial arm has no patient",
    );
  });
});

describe("the outcomes of an estimate with a composite", () => {
  it("take the composite's time, and an event of it that is none of the endpoint's as competing", () => {
    expect([...data.timeDays]).toEqual(fixture.time);
    expect([...data.status]).toEqual(fixture.cause.map((c) => (c === 1 ? 1 : 0)));
    expect([...data.competing!]).toEqual(fixture.cause.map((c) => (c === 2 ? 1 : 0)));
    const estimate = estimateOf({ measure: "incidence-difference", timeDays: 5 });
    expect(endpointNamesOf(estimate)).toEqual(["ttp", "pfs"]);
    const found = outcomeOf(
      estimate,
      new Map([
        ["ttp", own],
        ["pfs", composite],
      ]),
    );
    expect(found).toEqual(data);
  });

  it("take what came first: the composite's event before the endpoint's own is the competing one", () => {
    const found = combineCompeting(survivalOf([9, 9, 4], [1, 0, 1]), survivalOf([5, 5, 4], [1, 1, 1]));
    expect([...found.timeDays]).toEqual([5, 5, 4]);
    expect([...found.status]).toEqual([0, 0, 1]);
    expect([...found.competing!]).toEqual([1, 1, 0]);
    expect(found.contradicted).toBeUndefined();
  });

  it.each([
    ["the composite's event comes after it (survival beside progression)", 20, 1],
    ["the composite has none", 20, 0],
    ["the composite was censored before", 3, 0],
  ])("are refused where the endpoint has its event and %s", (_, time, status) => {
    const rows = [survivalOf([9, 8, 7, 6], [1, 1, 1, 1]), survivalOf([time, 8, 7, 6], [status, 1, 1, 1])] as const;
    const records = estimateEffect({
      ...{ variant: "main", name: "e", role: "primary", blocked: null },
      estimate: estimateOf({ measure: "subdistribution-hazard-ratio" }),
      design: crude,
      patients: patientsIn([1, 1, 0, 0]),
      data: combineCompeting(...rows),
      weights: unadjusted(4),
    });
    const effect = selectStatistic(records, { statistic: "subdistribution_hazard_ratio" });
    expect(effect.status).toBe("not_estimable");
    expect(effect.note).toContain("not the first of the endpoint's event and the competing one");
  });
});
