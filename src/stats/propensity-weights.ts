import { EstimationError } from "../errors.js";

/** Populations that propensity weights can stand for. */
export type WeightedEstimand = "ATT" | "ATE" | "ATO" | "ATM" | "ATEN";

type Formula = (ps: number) => number;

const entropy: Formula = (ps) => -(ps === 0 ? 0 : ps * Math.log(ps)) - (ps === 1 ? 0 : (1 - ps) * Math.log1p(-ps));

/** Weight of a treated and of a control row at propensity ps: the density of the target population over the chance of the row's arm. */
const formulas: Record<WeightedEstimand, { treated: Formula; control: Formula }> = {
  ATT: { treated: () => 1, control: (ps) => ps / (1 - ps) },
  ATE: { treated: (ps) => 1 / ps, control: (ps) => 1 / (1 - ps) },
  ATO: { treated: (ps) => 1 - ps, control: (ps) => ps },
  ATM: { treated: (ps) => Math.min(1, (1 - ps) / ps), control: (ps) => Math.min(1, ps / (1 - ps)) },
  ATEN: { treated: (ps) => entropy(ps) / ps, control: (ps) => entropy(ps) / (1 - ps) },
};

/** Weights that turn the sample into the population of an estimand: the treated (ATT), everybody (ATE), or those whom either arm might
 *  have treated: overlap weights (ATO), matching weights (ATM: the smaller of the two chances), entropy weights (ATEN). Not normalised;
 *  ATT weights of the treated are exactly 1.
 *  treated: Uint8Array(n), 1 = treated. ps: Float64Array(n), P(treated) in [0, 1]. Returns Float64Array(n), ≥ 0.
 *  Throws EstimationError for a ps outside [0, 1] or one whose weight would be infinite (ATT, ATE: ps = 1 of a control; ATE: ps = 0 of a
 *  treated row) or undefined (ATEN: either).
 *  Source: Hirano & Imbens 2001; Li, Morgan & Zaslavsky 2018, JASA 113:390; Li & Greene 2013, Int J Biostat 9:215; Zhou, Matsouaka &
 *  Thomas 2020, Stat Methods Med Res 29:3721. */
export function derivePropensityWeights(
  treated: Uint8Array,
  ps: Float64Array,
  estimand: WeightedEstimand,
): Float64Array {
  if (treated.length !== ps.length) {
    throw new RangeError(`treated and ps must have one length; got ${treated.length} and ${ps.length}`);
  }
  const formula = formulas[estimand];
  const weight = ps.map((value, i) => (treated[i] === 1 ? formula.treated(value) : formula.control(value)));
  const broken = ps.filter((value, i) => !(value >= 0 && value <= 1) || !Number.isFinite(weight[i])).length;
  if (broken > 0) {
    throw new EstimationError(
      `${estimand} weights need propensities strictly between 0 and 1; ${broken} of ${ps.length} rows have none: check overlap, trim or use overlap weights`,
    );
  }
  return weight;
}
