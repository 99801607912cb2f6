import { countDecimals, roundDecimal, roundSignificant } from "./round-decimal.js";

/** Length of a month in the report: 365.25 / 12 days. */
export const daysPerMonth = 30.4375;

/** Digits that a drawn coordinate keeps. */
const drawnDigits = 5;

/** A number with a fixed count of decimals, half away from zero. */
export const formatDecimals = (value: number, decimals: number): string => roundDecimal(value, decimals);

/** A count of whole things. Throws where it is not whole: then it is a sum of weights, and the caller must say so. */
export function formatCount(value: number): string {
  if (!Number.isInteger(value)) throw new Error(`a count must be whole; got ${value}`);
  return roundDecimal(value, 0);
}

/** A sum of weights or an effective sample size: one decimal. */
export const formatWeightedCount = (value: number): string => roundDecimal(value, 1);

/** A share from 0 to 1 as per cent with one decimal, without the sign. */
export const formatPercent = (share: number): string => roundDecimal(share, 1, 2);

/** `n (x.x%)` of a stated denominator; without a denominator above zero, the count alone. */
export function formatCountOf(count: number, of: number): string {
  return of > 0 ? `${formatCount(count)} (${roundDecimal((100 * count) / of, 1)}%)` : formatCount(count);
}

/** A hazard, odds or variance ratio: three decimals; what would print as zero is `<0.001`. */
export const formatRatio = (value: number): string => (value > 0 && value < 0.001 ? "<0.001" : roundDecimal(value, 3));

/** A standardised mean difference or another difference on the unit scale: three decimals. */
export const formatDifference = (value: number): string => roundDecimal(value, 3);

/** A p-value: four decimals, `<0.0001`, `>0.9999`. */
export function formatP(value: number): string {
  if (value < 0.0001) return "<0.0001";
  return value > 0.9999 ? ">0.9999" : roundDecimal(value, 4);
}

/** Days as months of 30.4375 days, one decimal, without the unit. */
export const formatMonths = (days: number): string => roundDecimal(days / daysPerMonth, 1);

/** `(lower, upper)`. */
export const formatInterval = (lower: string, upper: string): string => `(${lower}, ${upper})`;

/** A confidence level as in “95% CI”: 0.95 → `95%`, 0.975 → `97.5%`. */
export const formatLevel = (level: number): string =>
  `${roundDecimal(level, Math.max(0, countDecimals(level) - 2), 2)}%`;

/** A mean has one decimal more than the data it sums up; a standard deviation two more. */
export const meanDecimals = (dataDecimals: number): number => dataDecimals + 1;
export const sdDecimals = (dataDecimals: number): number => dataDecimals + 2;

/** A number with as many decimals as it needs, six significant digits at most: for thresholds, coefficients and parameters. */
export function formatPlain(value: number): string {
  const rounded = roundSignificant(value, 6);
  return roundDecimal(rounded, countDecimals(rounded));
}

/** A coordinate for a figure: five significant digits. */
export const drawn = (value: number): number => roundSignificant(value, drawnDigits);

/** Days as months, for a figure's axis. */
export const drawnMonths = (days: number): number => drawn(days / daysPerMonth);

/** Decimals of recorded data, told by some of their values (the least and the greatest): three at most. */
export const decimalsOfData = (values: readonly number[]): number =>
  Math.min(3, Math.max(0, ...values.map(countDecimals)));
