import { z } from "zod";
import { lockChangeSchema, replacedLockSchema } from "./lock-history.js";
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
    /** Whether it was on record, when the design was locked, that outcomes of this analysis had been read. */
    resultsExisted: z.boolean(),
    /** Earlier locks of this analysis that this one replaced, oldest first, with the reason given for each. */
    replaced: z.array(replacedLockSchema),
    /** What was locked and changed or dropped afterwards, that of locks replaced after outcomes had been read too. */
    deviations: z.array(lockChangeSchema),
    /** Endpoints, estimates and sensitivity analyses (`estimates.x`) added or changed after the lock; `design` or `design lock`: all of them. */
    dataDriven: z.array(z.string()),
  }),
  /** The resolved analysis (spec room's schema), labels included. */
  plan: z.record(z.string(), z.unknown()),
  records: z.array(recordSchema),
});

export type ResultsFile = z.infer<typeof resultsFileSchema>;
