import { readFileSync } from "node:fs";

/** The engine's version, from its package. */
export const engineVersion: string = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;
