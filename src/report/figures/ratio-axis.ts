import { drawn } from "../format.js";
import { chooseLogAxis } from "./log-axis.js";

/** An axis of ratios (logarithmic, reference 1) or of differences (linear, reference 0). */
export interface RatioAxis {
  readonly kind: "log" | "linear";
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly reference: number | null;
  /** Where a value stands on the axis, 0 at its left end and 1 at its right. */
  readonly share: (value: number) => number;
}

interface Estimate {
  readonly point: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];
const mostTicks = 7;

/** The axis that holds the estimates, their intervals and the reference; on a log axis far limits are cut. */
export function chooseRatioAxis(kind: "log" | "linear", estimates: readonly Estimate[]): RatioAxis {
  const known = estimates.flatMap((each) => (each.point === null ? [] : [{ ...each, point: each.point }]));
  return kind === "log" ? { kind, reference: 1, ...chooseLogAxis(known) } : linearAxis(known);
}

function linearAxis(known: readonly (Estimate & { readonly point: number })[]): RatioAxis {
  const values = [0, ...known.flatMap(({ point, lower, upper }) => [point, lower ?? point, upper ?? point])];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = 0.04 * (most - least || 1);
  const domain = [drawn(least - margin), drawn(most + margin)] as const;
  const span = domain[1] - domain[0];
  const step = steps.find((each) => span / each <= mostTicks) ?? span;
  const first = Math.ceil(domain[0] / step);
  const count = Math.floor(domain[1] / step) - first + 1;
  return {
    kind: "linear",
    domain,
    reference: 0,
    ticks: Array.from({ length: count }, (_, i) => drawn((first + i) * step)),
    share: (value) => (value - domain[0]) / span,
  };
}
