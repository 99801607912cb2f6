import { DataError, OutputError } from "../errors.js";

/**
 * Kinds of engine failure that quote what stands in the data (“Could not convert string 'x'”): their text is withheld,
 * since no message may hold a patient's value.
 */
const quotingKinds =
  /^(Conversion|Invalid Input|Out of Range|Constraint|Mismatch Type|Invalid Type|Decimal|Serialization) Error/;

/** What to throw for a failure of the engine while it did `doing`. Our own errors pass through. */
export function engineError(error: unknown, doing: string): Error {
  if (!(error instanceof Error)) return new Error(`the database engine failed while ${doing}`);
  const { message } = error;
  if (message.startsWith("Out of Memory Error"))
    return new OutputError(
      `not enough memory or temporary disk space while ${doing}; free some, or use a machine with more`,
    );
  if (message.startsWith("IO Error") && message.includes("No space left"))
    return new OutputError(`no space left on the disk while ${doing}; free some`);
  if (message.startsWith("IO Error: Corrupt") || message.includes("Could not read enough bytes"))
    return new DataError(`the database file is damaged; met while ${doing}; restore it from its source`);
  const quoting = quotingKinds.exec(message);
  if (quoting !== null) {
    const withheld = `${quoting[0]} while ${doing}; the engine's text is withheld, it may hold patient values`;
    return new DataError(`a value in the data cannot be used as the query asks (${withheld}); check the query's casts`);
  }
  return new Error(`${message} (while ${doing})`, { cause: error });
}
