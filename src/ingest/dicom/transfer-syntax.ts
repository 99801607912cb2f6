/** How the elements of a data set are encoded. */
export interface TransferSyntax {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
  readonly deflated: boolean;
}

const explicitLittle: TransferSyntax = { explicit: true, littleEndian: true, deflated: false };
const base = "1.2.840.10008.1.2";

/** Syntaxes of PS3.5 Annex A; null for any other. Compression of pixels does not touch the header. */
export function transferSyntax(uid: string): TransferSyntax | null {
  // The second is a vendor's: implicit, with pixels in the other order.
  if (uid === base || uid === "1.2.840.113619.5.2") return { ...explicitLittle, explicit: false };
  if (uid === `${base}.2`) return { ...explicitLittle, littleEndian: false };
  if (uid === `${base}.1.99`) return { ...explicitLittle, deflated: true };
  if (uid === `${base}.1` || uid === `${base}.1.98` || uid === `${base}.5`) return explicitLittle;
  return uid.startsWith(`${base}.4.`) ? explicitLittle : null;
}
