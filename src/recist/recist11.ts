import { settleBaseline } from "./baseline.js";
import { deriveBestResponseRecist11, deriveUnconfirmedBestResponseRecist11 } from "./best-response-recist11.js";
import { categoriseTimepoint } from "./categorise-timepoint.js";
import type { Criteria } from "./criteria.js";
import { RECIST11_LIMITS } from "./limits.js";
import { compileCombineTable, RECIST11_OVERALL } from "./overall-response.js";
import { holdPartialResponses } from "./partial-hold.js";
import { RESPONSE_LABELS } from "./response.js";

/** RECIST 1.1 (Eisenhauer et al. 2009). */
export const RECIST11: Criteria = Object.freeze({
  id: "recist",
  version: "1.1",
  title: "RECIST 1.1",
  labels: RESPONSE_LABELS,
  limits: RECIST11_LIMITS,
  settleBaseline,
  categorise: categoriseTimepoint,
  combine: compileCombineTable(RECIST11_OVERALL),
  follow: holdPartialResponses,
  rollUp: { confirmed: deriveBestResponseRecist11, unconfirmed: deriveUnconfirmedBestResponseRecist11 },
});
