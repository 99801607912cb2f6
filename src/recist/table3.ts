import { RESPONSE } from "./response.js";

/**
 * One row of RECIST 1.1 table 3: the best response by a response and what came after it, where confirmation is
 * required.
 */
export interface ConfirmationPair {
  readonly first: number;
  readonly subsequent: number;
  /** The first response is late enough for SD (C2), or not. */
  readonly ifFirstMeetsMinimum: number;
  readonly otherwise: number;
}

const { cr, pr, sd, pd, ne } = RESPONSE;

/**
 * RECIST 1.1 table 3. Rows 2 and 3 by its footnote: disease seen after a true CR has reappeared and is PD at that
 * point, so what the CR is worth depends on its being late enough for SD.
 */
export const RECIST11_TABLE3: readonly ConfirmationPair[] = [
  { first: cr, subsequent: cr, ifFirstMeetsMinimum: cr, otherwise: cr },
  { first: cr, subsequent: pr, ifFirstMeetsMinimum: sd, otherwise: pd },
  { first: cr, subsequent: sd, ifFirstMeetsMinimum: sd, otherwise: pd },
  { first: cr, subsequent: pd, ifFirstMeetsMinimum: sd, otherwise: pd },
  { first: cr, subsequent: ne, ifFirstMeetsMinimum: sd, otherwise: ne },
  { first: pr, subsequent: cr, ifFirstMeetsMinimum: pr, otherwise: pr },
  { first: pr, subsequent: pr, ifFirstMeetsMinimum: pr, otherwise: pr },
  { first: pr, subsequent: sd, ifFirstMeetsMinimum: sd, otherwise: sd },
  { first: pr, subsequent: pd, ifFirstMeetsMinimum: sd, otherwise: pd },
  { first: pr, subsequent: ne, ifFirstMeetsMinimum: sd, otherwise: ne },
  { first: ne, subsequent: ne, ifFirstMeetsMinimum: ne, otherwise: ne },
];

/** The row of table 3 for a pair. NON-CR/NON-PD after a response reads as SD; ND and the end of the rows as NE. */
export function pairOf(first: number, subsequent: number): ConfirmationPair {
  const read = subsequent === RESPONSE.nonCrNonPd ? sd : subsequent > RESPONSE.unconfirmedPd ? ne : subsequent;
  for (const pair of RECIST11_TABLE3) if (pair.first === first && pair.subsequent === read) return pair;
  throw new RangeError(`table 3 has no row for the codes ${first} and ${subsequent}`);
}
