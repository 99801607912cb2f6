import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OutputError, SpecError } from "../errors.js";
import type { Command } from "./command.js";

const template = fileURLToPath(new URL("../../assets/template", import.meta.url));
const sample = fileURLToPath(new URL("../../data-samples/breast", import.meta.url));

/** `init`: a folder with an analysis that runs at once on public data, to be changed into one's own. */
export const init: Command = async (input) => {
  const folder = resolve(input.cwd, input.target);
  const id = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (id === "") throw new SpecError(`the folder's name must hold letters or digits; got "${basename(folder)}"`);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new OutputError(`the folder must be new or empty; ${input.target} holds files: choose another name`);
  try {
    mkdirSync(join(folder, "data"), { recursive: true });
    for (const name of readdirSync(template)) {
      writeFileSync(
        join(folder, name),
        readFileSync(join(template, name), "utf8").replaceAll("{{id}}", id.slice(0, 64)),
      );
    }
    for (const name of readdirSync(sample))
      if (/\.(csv|md)$/.test(name)) cpSync(join(sample, name), join(folder, "data", name));
  } catch (error) {
    throw new OutputError(`the folder cannot be written (${(error as NodeJS.ErrnoException).code}): ${input.target}`);
  }
  const lines = [
    `made ${input.target} with an analysis of public breast-cancer data`,
    `next: scanarm run ${input.target}`,
  ];
  return { lines, json: { folder: input.target, id }, clock: null };
};
