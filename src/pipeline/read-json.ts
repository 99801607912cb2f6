import { readFileSync } from "node:fs";
import { SpecError } from "../errors.js";

/** The JSON value in a file that a user wrote, UTF-8 with or without a byte-order mark. `place` is its name in messages. Throws SpecError. */
export function readJson(file: string, place: string): unknown {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new SpecError(`${place} cannot be read: ${describeCode(error)}`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new SpecError(`${place} is UTF-16; save it as UTF-8`);
  let text: string;
  try {
    // Takes a byte-order mark away, and refuses bytes that are no UTF-8.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new SpecError(`${place} is not UTF-8; save it as UTF-8`);
  }
  if (text.trim() === "") throw new SpecError(`${place} is empty; it must hold a JSON object`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SpecError(`${place} is not valid JSON: ${(error as Error).message}`);
  }
}

function describeCode(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EISDIR") return "it is a folder; name a file";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "no permission to read it";
  return code === "ELOOP" ? "its symbolic links lead in a circle" : String(code);
}
