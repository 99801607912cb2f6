import { OutputError } from "../errors.js";
import { quoteText } from "./quote-text.js";
import type { Store } from "./store.js";

/** `copy … to` with the given options; a file that cannot be written is an OutputError. */
export async function copyToFile(store: Store, sql: string, path: string, options: string): Promise<void> {
  try {
    await store.execute(`copy (\n${sql}\n) to ${quoteText(path)} (${options})`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("IO Error"))
      throw new OutputError(`cannot write ${path}; does its folder exist, is it writable`);
    throw error;
  }
}
