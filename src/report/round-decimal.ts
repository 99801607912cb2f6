/** Decimal digits of a finite number's shortest round-trip text: value = ± 0.d₁d₂d₃… × 10^point. Zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/**
 * A number rounded half away from zero to `decimals` places (≥ 0), as text. It is the shortest decimal text of the number that is
 * rounded, not its binary value: 1.005 becomes 1.01, where `toFixed` says 1.00. `shift` moves the decimal point first (2 turns a share
 * into per cent without a multiplication that could leave the half). A result that rounds to zero carries no sign.
 * Throws on a number that is not finite: whoever formats has to know what to print then.
 */
export function roundDecimal(value: number, decimals: number, shift = 0): string {
  const { negative, digits, point } = readDecimal(value);
  // Zero has no digits, so its point says nothing.
  const { text, carry } = roundDigits(digits, digits === "" ? decimals : point + shift + decimals);
  const padded = (carry ? `1${text}` : text).padStart(decimals + 1, "0");
  const whole = padded.slice(0, padded.length - decimals);
  const fraction = decimals === 0 ? "" : `.${padded.slice(padded.length - decimals)}`;
  const isZero = /^0*$/.test(padded);
  return `${negative && !isZero ? "-" : ""}${whole}${fraction}`;
}

/** A number cut to so many significant digits (≥ 1), half away from zero: for drawing, where a full double only costs bytes. */
export function roundSignificant(value: number, significant: number): number {
  const { point } = readDecimal(value);
  const decimals = significant - point;
  if (decimals >= 0) return Number(roundDecimal(value, decimals));
  return Number(`${roundDecimal(value, 0, decimals)}e${-decimals}`);
}

/** How many decimals the shortest text of the number has. */
export function countDecimals(value: number): number {
  const { digits, point } = readDecimal(value);
  return Math.max(0, digits.length - point);
}

function readDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Error(`only a finite number can be rounded; got ${value}`);
  const [mantissa = "0", exponent = "0"] = String(Math.abs(value)).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const all = `${whole}${fraction}`;
  const leading = all.length - all.replace(/^0+/, "").length;
  return {
    negative: value < 0,
    digits: all.slice(leading).replace(/0+$/, ""),
    point: whole.length - leading + Number(exponent),
  };
}

/** The first `keep` digits, rounded by the digit after them. `carry` says that they overflowed into a new leading 1. */
function roundDigits(digits: string, keep: number): { text: string; carry: boolean } {
  if (keep < 0) return { text: "", carry: false };
  const kept = digits.slice(0, keep).padEnd(keep, "0");
  if (!((digits[keep] ?? "0") >= "5")) return { text: kept, carry: false };
  let position = keep - 1;
  while (position >= 0 && kept[position] === "9") position -= 1;
  const zeros = "0".repeat(keep - 1 - position);
  if (position < 0) return { text: zeros, carry: true };
  return { text: `${kept.slice(0, position)}${Number(kept[position]) + 1}${zeros}`, carry: false };
}
