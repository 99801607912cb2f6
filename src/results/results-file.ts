import { z } from "zod";
import { recordSchema, resultsVersion } from "./records.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What results.json holds: the plan it answers, the data it read, the lock it stands on, and every number. Free of clock, host and paths. */
export const resultsFileSchema = z.strictObject({
  resultsVersion: z.literal(resultsVersion),
  engine: z.strictObject({ name: z.literal("scanarm"), version: z.string() }),
  specVersion: z.string(),
  contractVersion: z.string(),
  planHash: hash,
  data: z.strictObject({
    /** SHA-256 over the tables' fingerprints. */
    fingerprint: hash,
    tables: z.array(z.strictObject({ table: z.string(), rows: z.number(), fingerprint: z.string() })),
  }),
  lock: z.strictObject({
    /** SHA-256 of the design sections of the plan. */
    designHash: hash,
    /** SHA-256 of design.lock.json as written. */
    lockHash: hash,
    /** Whether the engine had already written results for this analysis when the design was locked. */
    resultsExisted: z.boolean(),
    /** Earlier locks of this analysis that this one replaced, with the reason given for each. */
    replaced: z.array(z.strictObject({ designHash: hash, reason: z.string() })),
    /** Locked endpoints, estimates or sensitivity analyses that were changed or dropped afterwards. */
    deviations: z.array(z.strictObject({ what: z.string(), kind: z.enum(["changed", "dropped"]) })),
    /** Estimates and sensitivity analyses that were added after the lock. */
    dataDriven: z.array(z.string()),
  }),
  /** The resolved analysis (spec room's schema), labels included. */
  plan: z.record(z.string(), z.unknown()),
  records: z.array(recordSchema),
});

export type ResultsFile = z.infer<typeof resultsFileSchema>;
