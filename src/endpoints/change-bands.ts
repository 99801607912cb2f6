/** Bands of the change of a sum in per cent, from growth to disappearance. RECIST 1.1 draws its lines at +20 and at −30, which is in the band of response. */
const bands = [
  { label: "+50% or more", holds: (percent: number) => percent >= 50 },
  { label: "+20% to below +50%", holds: (percent: number) => percent >= 20 },
  { label: "+10% to below +20%", holds: (percent: number) => percent >= 10 },
  { label: "0% to below +10%", holds: (percent: number) => percent >= 0 },
  { label: "below 0% to above −15%", holds: (percent: number) => percent > -15 },
  { label: "−15% to above −30%", holds: (percent: number) => percent > -30 },
  { label: "−30% to above −50%", holds: (percent: number) => percent > -50 },
  { label: "−50% to above −75%", holds: (percent: number) => percent > -75 },
  { label: "−75% to above −100%", holds: (percent: number) => percent > -100 },
  { label: "−100%", holds: () => true },
] as const;

/** What the bands are called, in order; the last is of those without a complete sum after baseline. */
export const changeBands: readonly string[] = [...bands.map(({ label }) => label), "no complete sum"];

/** The band's place in `changeBands`; null: no complete sum. */
export const bandOf = (percent: number | null): number =>
  percent === null ? bands.length : bands.findIndex(({ holds }) => holds(percent));

/** Whether a band holds the −30 % of a response: 0 it does, 1 it does not, 2 nothing was measured. */
export function shrinkageOfBand(band: number): 0 | 1 | 2 {
  if (band >= bands.length) return 2;
  return band >= firstOfResponse ? 0 : 1;
}

const firstOfResponse = bands.findIndex(({ label }) => label.startsWith("−30%"));
