import { z } from "zod";

/** One part of the plan, or of what it was locked on, that is not as it was. */
export const lockChangeSchema = z.strictObject({
  /** `endpoints.x`, `estimates.x`, `sensitivity.x`; `design`, `design inputs`, `data.<table>`, `analysis id`; `design lock`, `data seal`, `ledger line n`. */
  what: z.string(),
  kind: z.enum(["changed", "dropped", "added", "missing", "unreadable"]),
});

/** One earlier lock of an analysis that another took the place of. */
export const replacedLockSchema = z.strictObject({
  /** Hash of the design sections it held; null where it was gone or could not be read. */
  designHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  reason: z.string(),
  /** Whether outcomes were already on record as read: then its changes stay deviations for good. */
  afterResults: z.boolean(),
  /** What the lock that followed holds otherwise. */
  changes: z.array(lockChangeSchema),
});

export type LockChange = z.infer<typeof lockChangeSchema>;
export type ReplacedLock = z.infer<typeof replacedLockSchema>;
