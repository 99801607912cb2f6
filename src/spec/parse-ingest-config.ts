import { SpecError } from "../errors.js";
import { describeIssues } from "./describe-issues.js";
import { type IngestConfig, ingestSchema } from "./ingest-config.js";

/**
 * What to load, as its author wrote it (parsed JSON), checked and with every default filled in. `place` names the file
 * in messages. Throws one SpecError that lists every breach.
 */
export function parseIngestConfig(input: unknown, place: string): IngestConfig {
  const parsed = ingestSchema.safeParse(input, { reportInput: false });
  const breaches = parsed.success
    ? checkDatasets(parsed.data)
    : describeIssues(parsed.error.issues, { schema: ingestSchema, input });
  if (parsed.success && breaches.length === 0) return parsed.data;
  const lines = breaches.map((line) => line.replace(/^the analysis\b/, "the configuration"));
  if (lines.length === 1) throw new SpecError(`${lines[0]} (${place})`);
  throw new SpecError(
    `${lines.length} things to correct in ${place}:\n${lines.map((line) => `  - ${line}`).join("\n")}`,
  );
}

function checkDatasets({ datasets }: IngestConfig): string[] {
  const ids = datasets.map(({ id }) => id);
  return ids.flatMap((id, i) => (ids.indexOf(id) === i ? [] : [`datasets[${i}].id must be unique; got "${id}" twice`]));
}
