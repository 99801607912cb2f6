/** Steps a risk table may take, in days: whole months and years of 365.25 days. */
const steps = [30.4375, 60.875, 91.3125, 182.625, 365.25, 730.5, 1826.25];

/** Follow-up times at which numbers at risk are counted: from 0 by the smallest step that is crossed at most 12 times, beyond 60 years a multiple of five. Days. */
export function riskTicks(time: Int32Array): number[] {
  const end = time.reduce((a, b) => Math.max(a, b), 0);
  const fiveYears = steps[steps.length - 1]!;
  const step = steps.find((candidate) => end / candidate <= 12) ?? fiveYears * Math.ceil(end / (12 * fiveYears));
  const ticks: number[] = [];
  for (let k = 0; k * step <= end; k += 1) ticks.push(k * step);
  return ticks;
}
