import { z } from "zod";
import { replacedLockSchema } from "../results/lock-history.js";

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What design.lock.json holds. No patient ids, no clock. */
export const lockSchema = z.strictObject({
  lockVersion: z.literal("1"),
  analysis: z.string(),
  specVersion: z.string(),
  /** Hashes of the plan's sections (spec room, planHashes). */
  designHash: hash,
  endpoints: z.record(z.string(), hash),
  estimates: z.record(z.string(), hash),
  sensitivity: z.record(z.string(), hash),
  /** Criteria that read data after index, as `variant/arm: label`. */
  postIndex: z.array(z.string()),
  /** Whether it was on record, when the lock was made, that outcomes of this analysis had been read. */
  resultsExisted: z.boolean(),
  /** Earlier locks, oldest first: none is ever left out. */
  replaced: z.array(replacedLockSchema),
  variants: z.array(
    z.strictObject({
      variant: z.string(),
      /** Fingerprint of the design inputs: eligible ids, index, arm and covariates, free of row order. */
      inputs: hash,
      patients: z.strictObject({ trial: z.int(), control: z.int() }),
      designs: z.array(
        z.strictObject({
          design: z.string(),
          failure: z.string().nullable(),
          largestSmd: z.number().nullable(),
          effectiveSampleSize: z.number().nullable(),
          gates: z.array(z.strictObject({ gate: z.string(), status: z.string(), reason: z.string().nullable() })),
          /** 10 significant digits, in the order of (dataset, patient id); null when every weight is 1. */
          weights: z.array(z.number()).nullable(),
          pairs: z.array(z.int()).nullable(),
          /** Under multiple imputation, where `weights` are means: of each imputation what its weights amount to, and a hash of its sets. */
          imputations: z
            .array(
              z.strictObject({
                trialEffectiveSampleSize: z.number(),
                controlEffectiveSampleSize: z.number(),
                pairs: hash.nullable(),
              }),
            )
            .exactOptional(),
        }),
      ),
    }),
  ),
});

export type DesignLock = z.infer<typeof lockSchema>;
export type LockedVariant = DesignLock["variants"][number];
export type LockedDesign = LockedVariant["designs"][number];
