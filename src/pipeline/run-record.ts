import type { CommandInput } from "./command.js";
import type { StageClock } from "./flow.js";
import { engineVersion } from "./version.js";

/** run.json: what depends on the clock, the host and the path, kept out of the results. */
export function writeRunRecord(
  input: CommandInput,
  command: string,
  planHash: string,
  clock: StageClock | null,
): string {
  const record = {
    command,
    at: new Date(input.effects.now()).toISOString(),
    engine: engineVersion,
    planHash,
    host: input.host,
    analysis: input.target,
    stages: clock?.read().map(({ stage, milliseconds }) => ({ stage, milliseconds: Math.round(milliseconds) })) ?? [],
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
