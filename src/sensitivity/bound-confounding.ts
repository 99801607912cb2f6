import { makeSeries, makeStatistic, makeStatisticOrNot } from "../results/make-records.js";
import type { ResultRecord } from "../results/records.js";
import type { Bias } from "../spec/bias.js";
import { estimateEValue } from "../stats/e-value.js";
import { type RatioMeasure, toRiskRatio } from "../stats/risk-ratio-scale.js";
import { binaryConfounderBias, tippingConfounderEffect } from "../stats/unmeasured-confounder.js";
import type { MainEffect } from "./main-effect.js";
import type { panelPlace } from "./panel-place.js";

/** A ratio with its interval and what it is a ratio of. */
export interface RatioEffect extends MainEffect {
  readonly measure: RatioMeasure;
}

type Place = ReturnType<typeof panelPlace>;

/** E-value of an effect and of the limit nearer to the reference; both on the risk-ratio scale that the line says. */
export function boundByEValue(
  place: Place,
  bias: Extract<Bias, { method: "e-value" }>,
  effect: RatioEffect,
): ResultRecord[] {
  const { outcome, reference } = bias;
  const scaled = (ratio: number) => toRiskRatio(ratio, effect.measure, outcome);
  const { point, limit } = estimateEValue(
    { estimate: scaled(effect.estimate), lower: scaled(effect.lower), upper: scaled(effect.upper) },
    scaled(reference),
  );
  const detail = {
    role: "sensitivity" as const,
    params: { measure: effect.measure, outcome, reference },
    method: "E-value (VanderWeele & Ding)",
  };
  return [makeStatistic(place, "e_value", point, detail), makeStatistic(place, "e_value_limit", limit, detail)];
}

/**
 * The effect corrected for a confounder over the grid of its prevalences and effect, and for each pair of prevalences the effect that
 * would explain the estimate away. Ratios that are none of risks are corrected as if they were (rare outcome).
 */
export function boundByConfounder(
  place: Place,
  bias: Extract<Bias, { method: "unmeasured-confounder" }>,
  effect: RatioEffect,
): ResultRecord[] {
  const pairs = bias.prevalenceTrial.flatMap((prevalenceTrial) =>
    bias.prevalenceControl.map((prevalenceControl) => ({ prevalenceTrial, prevalenceControl })),
  );
  const grid = pairs.flatMap((pair) => bias.effects.map((strength) => ({ ...pair, effect: strength })));
  const over = (ratio: number) => grid.map((confounder) => ratio / binaryConfounderBias(confounder));
  const plain = (values: readonly number[]) => ({ unit: null, values });
  const method = "ratio over (1 + (γ − 1) p₁)/(1 + (γ − 1) p₀) (Lin, Psaty & Kronmal)";
  const series = makeSeries(
    place,
    "confounder_grid",
    {
      prevalence_trial: plain(grid.map(({ prevalenceTrial }) => prevalenceTrial)),
      prevalence_control: plain(grid.map(({ prevalenceControl }) => prevalenceControl)),
      confounder_effect: plain(grid.map((confounder) => confounder.effect)),
      estimate: plain(over(effect.estimate)),
      lower: plain(over(effect.lower)),
      upper: plain(over(effect.upper)),
    },
    { method, params: { measure: effect.measure } },
  );
  const detail = { role: "sensitivity" as const, method: "confounder effect at which the estimate becomes 1" };
  return [
    series,
    ...pairs.map((pair) =>
      makeStatisticOrNot(
        place,
        "tipping_confounder_effect",
        tippingConfounderEffect(effect.estimate, pair),
        "no effect of a confounder so evenly spread explains the estimate away",
        { ...detail, level: `trial ${pair.prevalenceTrial}, control ${pair.prevalenceControl}` },
      ),
    ),
  ];
}
