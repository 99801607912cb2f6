import type { z } from "zod";
import { canonicalJson } from "./canonical-json.js";
import { defaultsAt } from "./schemas-at.js";

/** A value parted in two that hold its fields between them: an object that one half has nothing of is absent there. */
export interface SplitValue {
  readonly stated: unknown;
  readonly defaults: unknown;
}

/**
 * The fields of a resolved value that differ from the schema's defaults, and those that have them. A field written out with the value it would have
 * anyway counts as a default: the resolved value does not tell them apart. `undefined` stands for nothing.
 */
export const splitDefaults = (schema: z.core.$ZodType, value: unknown): SplitValue => split(schema, value, value, []);

function split(schema: z.core.$ZodType, input: unknown, value: unknown, path: readonly PropertyKey[]): SplitValue {
  const text = value === undefined ? "" : canonicalJson(value);
  if (defaultsAt(schema, input, path).some((known) => known !== undefined && canonicalJson(known) === text))
    return { stated: undefined, defaults: value };
  if (Array.isArray(value)) {
    // A list keeps its length, so that positions do not shift: a member without a default is undefined among the defaults.
    const members = value.map((member, i) => split(schema, input, member, [...path, i]));
    const hidden = members.map(({ defaults }) => defaults);
    return {
      stated: members.map(({ stated }, i) => stated ?? value[i]),
      defaults: hidden.every((member) => member === undefined) ? undefined : hidden,
    };
  }
  if (typeof value !== "object" || value === null) return { stated: value, defaults: undefined };
  const parts = Object.entries(value).map(
    ([key, member]) => [key, split(schema, input, member, [...path, key])] as const,
  );
  const keep = (half: keyof SplitValue): unknown => {
    const fields = parts.filter(([, part]) => part[half] !== undefined).map(([key, part]) => [key, part[half]]);
    return fields.length === 0 ? undefined : Object.fromEntries(fields);
  };
  return { stated: keep("stated") ?? (parts.length === 0 ? value : undefined), defaults: keep("defaults") };
}
