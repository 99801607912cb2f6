/** A yes/no confounder: how common it is in each arm, and its effect on the outcome given arm and covariates. */
export interface BinaryConfounder {
  /** In [0, 1]. */
  readonly prevalenceTrial: number;
  readonly prevalenceControl: number;
  /** Risk ratio, or hazard ratio of a rare outcome, > 0; the same in both arms. */
  readonly effect: number;
}

/**
 * Factor by which a ratio is off for want of a yes/no confounder: (1 + (γ − 1) p₁)/(1 + (γ − 1) p₀); the corrected ratio is the
 * observed one over it, and so are its limits. Exact for risk ratios; for hazard ratios an approximation for rare outcomes, towards 1
 * for common ones. Prevalences and effect are assumptions, so no uncertainty of theirs is in the corrected limits.
 * RangeError for a prevalence outside [0, 1] or an effect <= 0. Source: Bross 1966; Lin, Psaty & Kronmal 1998, Biometrics 54:948, eq. 2.3;
 * VanderWeele & Arah 2011, Epidemiology 22:42.
 */
export function binaryConfounderBias({ prevalenceTrial, prevalenceControl, effect }: BinaryConfounder): number {
  for (const prevalence of [prevalenceTrial, prevalenceControl]) {
    if (!(prevalence >= 0 && prevalence <= 1))
      throw new RangeError(`a confounder's prevalence must lie in [0, 1]; got ${prevalence}`);
  }
  requireEffect(effect);
  return (1 + (effect - 1) * prevalenceTrial) / (1 + (effect - 1) * prevalenceControl);
}

/**
 * The same for a normal confounder of equal variance in both arms: γ^δ, γ the ratio per unit and δ the difference of its means, trial
 * less control. Source: Lin, Psaty & Kronmal 1998, eq. 2.7; VanderWeele & Arah 2011.
 */
export function normalConfounderBias(meanDifference: number, effectPerUnit: number): number {
  requireEffect(effectPerUnit);
  return effectPerUnit ** meanDifference;
}

/**
 * The largest bias of any confounder whose risk ratios with arm and with outcome are the two given, >= 1 each: ab/(a + b − 1).
 * At a = b = E-value it is the observed ratio. Source: Ding & VanderWeele 2016, Epidemiology 27:368.
 */
export function largestConfounderBias(withArm: number, withOutcome: number): number {
  for (const ratio of [withArm, withOutcome])
    if (!(ratio >= 1)) throw new RangeError(`a confounder's associations must be >= 1; got ${ratio}`);
  return (withArm * withOutcome) / (withArm + withOutcome - 1);
}

/**
 * The effect γ at which a yes/no confounder of the given prevalences explains a ratio away: γ = 1 + (R − 1)/(p₁ − R p₀).
 * Null where no γ > 0 does: the prevalences are too alike. Source: the equation of `binaryConfounderBias` solved for γ.
 */
export function tippingConfounderEffect(
  ratio: number,
  { prevalenceTrial, prevalenceControl }: Omit<BinaryConfounder, "effect">,
): number | null {
  requireEffect(ratio);
  const effect = 1 + (ratio - 1) / (prevalenceTrial - ratio * prevalenceControl);
  if (!(effect > 0 && effect < Number.POSITIVE_INFINITY)) return ratio === 1 ? 1 : null;
  return effect;
}

function requireEffect(effect: number): void {
  if (!(effect > 0 && effect < Number.POSITIVE_INFINITY)) throw new RangeError(`a ratio must be > 0; got ${effect}`);
}
