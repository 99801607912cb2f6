/** A value for a reader, on one line: `type: binary; label: Female; when: { equals: female }`. Texts that would read as something else are quoted. */
export function writeFlow(value: unknown): string {
  return isObject(value) && Object.keys(value).length > 0 ? writeFields(value) : writeValue(value);
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const writeFields = (value: object): string =>
  Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${key}: ${writeValue(member)}`)
    .join("; ");

function writeValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(", ")}]`;
  if (isObject(value)) return Object.keys(value).length === 0 ? "{}" : `{ ${writeFields(value)} }`;
  if (value === undefined) return "–";
  return typeof value === "string" && isPlain(value) ? value : JSON.stringify(value);
}

/** Whether a text cannot be taken for a number, a list, a field or the end of one. */
const isPlain = (text: string): boolean =>
  text !== "" &&
  text === text.trim() &&
  !/[;[\]{}"\n\r\t]|: |, /.test(text) &&
  !/^(true|false|null)$/.test(text) &&
  Number.isNaN(Number(text));
