/** The scale on which a pointwise interval of a probability is symmetric. R's survfit default is "log", SAS's "log-log". */
export type ProbabilityScale = "log" | "log-log" | "plain";

/**
 * The two limits, within [0, 1], of a probability 0 < p < 1. halfWidthLog: z × the standard error of log p.
 * "log" exp(log p ± h), "log-log" exp(−exp(log(−log p) ± h/log p)), "plain" p ± p·h.
 * Source: Borgan & Liestøl 1990; R survival 3.5-3 survfit conf.type.
 */
export function probabilityLimits(scale: ProbabilityScale, p: number, halfWidthLog: number): readonly [number, number] {
  const [lower, upper] = limits[scale](p, halfWidthLog);
  return [Math.max(0, lower), Math.min(1, upper)];
}

const limits: Record<ProbabilityScale, (p: number, h: number) => readonly [number, number]> = {
  log: (p, h) => [p * Math.exp(-h), p * Math.exp(h)],
  "log-log": (p, h) => [p ** Math.exp(-h / Math.log(p)), p ** Math.exp(h / Math.log(p))],
  plain: (p, h) => [p * (1 - h), p * (1 + h)],
};
