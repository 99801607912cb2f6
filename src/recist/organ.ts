/**
 * The organ that B4 counts in, of an organ as written: upper case, side and lobe dropped, any node “LYMPH NODE”.
 * Paired organs are one organ and all nodes are one organ (RECIST 1.1 §3.1.2, committee answers).
 * “Lung, right upper lobe”, “LEFT LUNG” → “LUNG”; “Axillary lymph nodes (left)” → “LYMPH NODE”. Empty stays empty.
 */
export function organKey(written: string): string {
  const words = written
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, " ")
    .split(" ")
    .filter((word) => word !== "" && !PLACE_WORDS.has(word));
  if (words.some((word) => NODE_WORDS.has(word))) return "LYMPH NODE";
  return words.map((word) => SINGULAR.get(word) ?? word).join(" ");
}

const SIDES = "LEFT RIGHT L R BILATERAL BOTH";
const PLACES = "UPPER LOWER MIDDLE MEDIAL LATERAL ANTERIOR POSTERIOR SUPERIOR INFERIOR LOBE LOBES SEGMENT THE OF";
const PLACE_WORDS = new Set(`${SIDES} ${PLACES}`.split(" "));
const NODE_WORDS = new Set(["NODE", "NODES", "NODAL", "LYMPHNODE", "LYMPHNODES"]);
const SINGULAR = new Map([
  ["LUNGS", "LUNG"],
  ["KIDNEYS", "KIDNEY"],
  ["BREASTS", "BREAST"],
  ["ADRENALS", "ADRENAL"],
  ["GLANDS", "GLAND"],
  ["OVARIES", "OVARY"],
  ["BONES", "BONE"],
]);
