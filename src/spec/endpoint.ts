import { z } from "zod";

/** An outcome. `collected-*` endpoints were derived before the data came here and are taken as given. */
export const endpointSchema = z
  .discriminatedUnion("kind", [
    z
      .strictObject({
        kind: z.literal("collected-event"),
        label: z.string().min(1),
        event: z.string().min(1).describe("collected_event.endpoint"),
        evaluator: z
          .string()
          .min(1)
          .exactOptional()
          .describe("collected_event.evaluator; needed where a patient has several"),
        definition: z.string().min(1).describe("what counts as an event and as censoring, in words"),
      })
      .describe("time to an event that the source already derived; time_days is taken as given"),
    z
      .strictObject({
        kind: z.literal("collected-response"),
        label: z.string().min(1),
        event: z
          .string()
          .min(1)
          .describe("collected_event.endpoint; time_days must be empty: censored time is never dichotomised"),
        evaluator: z.string().min(1).exactOptional(),
        definition: z.string().min(1),
      })
      .describe("a yes/no outcome that the source already derived"),
  ])
  .describe("an outcome");

export type Endpoint = z.infer<typeof endpointSchema>;
