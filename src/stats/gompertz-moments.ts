/** ∫₀ᵗ sᵏ e^(as) ds for k = 0, 1, 2, t >= 0: the cumulative hazard of a Gompertz distribution of rate 1, and its derivatives by the shape a. Series where |at| is small, for the closed forms lose digits there. */
export function gompertzMoments(a: number, t: number): readonly [number, number, number] {
  const x = a * t;
  if (Math.abs(x) > 1) {
    const e = Math.exp(x);
    return [
      (Math.expm1(x) / x) * t,
      ((e * (x - 1) + 1) / x ** 2) * t ** 2,
      ((e * (x * x - 2 * x + 2) - 2) / x ** 3) * t ** 3,
    ];
  }
  // Σ xⁿ/(n! (n + k + 1)).
  let [s0, s1, s2] = [0, 0, 0];
  let term = 1;
  for (let n = 0; Math.abs(term) > 1e-18; n += 1) {
    s0 += term / (n + 1);
    s1 += term / (n + 2);
    s2 += term / (n + 3);
    term *= x / (n + 1);
  }
  return [s0 * t, s1 * t ** 2, s2 * t ** 3];
}
