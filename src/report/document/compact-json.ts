/** Longest line that holds a whole object or list. */
const lineLength = 86;

/** JSON for a reader: an object or list stands on one line where it fits, else a member a line, indented. Parsing it gives the value back. */
export function writeCompactJson(value: unknown, indent = ""): string {
  const line = writeLine(value);
  if (typeof value !== "object" || value === null || indent.length + line.length <= lineLength) return line;
  const deeper = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((member) => `${deeper}${writeCompactJson(member, deeper)}`).join(",\n")}\n${indent}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const written = members.map(
    ([key, member]) => `${deeper}${JSON.stringify(key)}: ${writeCompactJson(member, deeper)}`,
  );
  return `{\n${written.join(",\n")}\n${indent}}`;
}

function writeLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeLine).join(", ")}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  return `{ ${members.map(([key, member]) => `${JSON.stringify(key)}: ${writeLine(member)}`).join(", ")} }`;
}
