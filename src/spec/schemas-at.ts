import type { z } from "zod";

type Schema = z.core.$ZodType;

/**
 * The schemas that stand for the value at `path` of `input`: one, or the branches of a union. Of a discriminated union it is the branch that
 * the input's own discriminator names, or every one where it names none.
 */
export function schemasAt(schema: Schema, input: unknown, path: readonly PropertyKey[]): readonly Schema[] {
  let schemas = membersOf(schema, input);
  let value = input;
  for (const key of path) {
    value = typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined;
    schemas = schemas.flatMap((each) => childrenOf(each, key)).flatMap((child) => membersOf(child, value));
  }
  return schemas;
}

/** The values that schemas give to the field at `path` of `input` where it is not written: none, one, or those of a union's branches. */
export function defaultsAt(schema: Schema, input: unknown, path: readonly PropertyKey[]): readonly unknown[] {
  const last = path[path.length - 1];
  if (last === undefined) return [];
  return schemasAt(schema, input, path.slice(0, -1))
    .flatMap((each) => childrenOf(each, last))
    .flatMap(defaultOf);
}

function defaultOf(schema: Schema): readonly unknown[] {
  const definition = definitionOf(schema);
  if (definition.type === "default") return [definition.defaultValue];
  return "innerType" in definition ? defaultOf(definition.innerType) : [];
}

/** The fields that a schema allows, in its order; none where it is of no object. */
export const fieldsOf = (schema: Schema): readonly string[] => Object.keys(shapeOf(schema));

/** A schema without what only wraps it, a union as those of its branches that can hold the value. */
function membersOf(schema: Schema, value: unknown): readonly Schema[] {
  const definition = definitionOf(schema);
  if ("innerType" in definition) return membersOf(definition.innerType, value);
  if (definition.type !== "union") return [schema];
  const { options, discriminator } = definition;
  const branches = options.flatMap((option) => membersOf(option, value));
  if (discriminator === undefined || typeof value !== "object" || value === null) return branches;
  const named = (value as Record<string, unknown>)[discriminator];
  const own = branches.filter((branch) => {
    const tag = shapeOf(branch)[discriminator];
    return tag !== undefined && "values" in tag._zod && (tag._zod.values as ReadonlySet<unknown>).has(named);
  });
  return own.length > 0 ? own : branches;
}

function childrenOf(schema: Schema, key: PropertyKey): readonly Schema[] {
  const definition = definitionOf(schema);
  switch (definition.type) {
    case "object": {
      const child = definition.shape[String(key)];
      return child === undefined ? [] : [child];
    }
    case "record":
      return [definition.valueType];
    case "array":
      return [definition.element];
    case "tuple":
      return definition.items.slice(Number(key), Number(key) + 1);
    default:
      return [];
  }
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const definition = definitionOf(schema);
  return definition.type === "object" ? definition.shape : {};
}

/** The kinds of schema that lead to fields. */
type Definition =
  | { readonly type: "object"; readonly shape: Readonly<Record<string, Schema>> }
  | { readonly type: "record"; readonly valueType: Schema }
  | { readonly type: "array"; readonly element: Schema }
  | { readonly type: "tuple"; readonly items: readonly Schema[] }
  | { readonly type: "union"; readonly options: readonly Schema[]; readonly discriminator?: string }
  | { readonly type: "default"; readonly innerType: Schema; readonly defaultValue: unknown }
  | { readonly type: "prefault" | "optional" | "nullable" | "readonly"; readonly innerType: Schema }
  | { readonly type: "string" };

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;
