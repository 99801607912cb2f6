import type { CommandInput } from "./command.js";
import type { StageClock } from "./flow.js";
import { showPath } from "./show-path.js";
import { engineVersion } from "./version.js";

/** run.json: what depends on the clock, the host and where the command ran, kept out of the results. It holds no path from outside that folder. */
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
    analysis: showPath(input.target, input.cwd),
    stages: clock?.read().map(({ stage, milliseconds }) => ({ stage, milliseconds: Math.round(milliseconds) })) ?? [],
    ...(clock === null ? {} : { work: clock.counts() }),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
