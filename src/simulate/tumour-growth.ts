/**
 * Diameter of a lesion relative to day 0 by the bi-exponential tumour-growth-inhibition model of Stein et al.:
 * f(t) = exp(−d·t) + exp(g·t) − 1 from day 0 on, one part dying at rate d, one growing at rate g; before treatment it only
 * grows, f(t) = exp(g₀·t) for t < 0.
 * days: t. growth g, shrinkage d, untreated growth g₀: per day, ≥ 0.
 * Source: Stein et al. 2008, The Oncologist 13:1046; Stein et al. 2011, Clin Cancer Res 17:907; fitted to sums of diameters of
 * POPLAR and OAK by Claret et al. 2018, Clin Cancer Res 24:3292.
 */
export function relativeSize(
  days: number,
  rates: { readonly growth: number; readonly shrinkage: number; readonly untreated: number },
): number {
  if (days < 0) return Math.exp(rates.untreated * days);
  return Math.exp(-rates.shrinkage * days) + Math.exp(rates.growth * days) - 1;
}

/**
 * What an eye without error makes of a diameter: gone below 3 mm (0), too small to measure below 5 mm (5, as RECIST 1.1
 * §4.3 has it written down), else the diameter itself.
 */
export function visibleMm(diameterMm: number): number {
  if (diameterMm < GONE_BELOW_MM) return 0;
  return Math.max(diameterMm, TOO_SMALL_BELOW_MM);
}

export const GONE_BELOW_MM = 3;
export const TOO_SMALL_BELOW_MM = 5;
