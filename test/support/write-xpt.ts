/** A variable of a SAS transport file; text is as long as its longest value. */
export interface XptVariable {
  readonly name: string;
  readonly type: "text" | "number";
}

export type XptRow = readonly (string | number | null)[];

const version = "9.4";
const stamp = "01JAN24:00:00:00";

/**
 * The bytes of a SAS transport file, version 5, with one dataset, after SAS's note TS-140: headers of 80 bytes, one
 * NAMESTR of 140 bytes a variable, rows of fixed width, numbers as IBM floating point of 8 bytes, blanks to a whole block.
 * Text is Latin-1 unless bytes are given.
 */
export function xptBytes(
  dataset: string,
  variables: readonly XptVariable[],
  rows: readonly XptRow[],
  encode: (text: string) => Uint8Array = (text) => Buffer.from(text, "latin1"),
): Buffer {
  const widths = variables.map(({ type }, j) =>
    type === "number" ? 8 : Math.max(1, ...rows.map((row) => encode(String(row[j] ?? "")).length)),
  );
  const head = [
    `HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!${"0".repeat(30)}`,
    `${"SAS".padEnd(8)}${"SAS".padEnd(8)}${"SASLIB".padEnd(8)}${version.padEnd(8)}${"LINUX".padEnd(8)}${" ".repeat(24)}${stamp}`,
    stamp,
    `HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!${"0".repeat(17)}1600000000140`,
    `HEADER RECORD*******DSCRPTR HEADER RECORD!!!!!!!${"0".repeat(30)}`,
    `${"SAS".padEnd(8)}${dataset.padEnd(8)}SASDATA ${version.padEnd(8)}${"LINUX".padEnd(8)}${" ".repeat(24)}${stamp}`,
    `${stamp}${" ".repeat(16)}${"".padEnd(40)}${"".padEnd(8)}`,
    `HEADER RECORD*******NAMESTR HEADER RECORD!!!!!!!000000${String(variables.length).padStart(4, "0")}${"0".repeat(20)}`,
  ].map((line) => Buffer.from(line.padEnd(80), "latin1"));
  const names = blocks(Buffer.concat(variables.map((variable, j) => nameStr(variable, j, widths))));
  const observations = Buffer.from(
    `HEADER RECORD*******OBS     HEADER RECORD!!!!!!!${"0".repeat(30)}`.padEnd(80),
    "latin1",
  );
  const data = Buffer.concat(
    rows.flatMap((row) =>
      variables.map(({ type }, j) => {
        const value = row[j] ?? null;
        return type === "number"
          ? ibmDouble(value === null ? null : Number(value))
          : textField(encode(String(value ?? "")), widths[j]!);
      }),
    ),
  );
  return Buffer.concat([...head, names, observations, blocks(data)]);
}

function nameStr({ name, type }: XptVariable, j: number, widths: readonly number[]): Buffer {
  const bytes = Buffer.alloc(140);
  bytes.writeInt16BE(type === "number" ? 1 : 2, 0);
  bytes.writeInt16BE(widths[j]!, 4);
  bytes.writeInt16BE(j + 1, 6);
  bytes.write(name.padEnd(8), 8, "latin1");
  bytes.write(" ".repeat(40), 16, "latin1");
  bytes.write(" ".repeat(8), 56, "latin1");
  bytes.write(" ".repeat(8), 72, "latin1");
  bytes.writeInt32BE(
    widths.slice(0, j).reduce((sum, width) => sum + width, 0),
    84,
  );
  return bytes;
}

function textField(bytes: Uint8Array, width: number): Buffer {
  const field = Buffer.alloc(width, 0x20);
  field.set(bytes);
  return field;
}

/** IEEE double → IBM hexadecimal double: sign, exponent of 16 with excess 64, 56 bits of fraction; null → missing (.). */
function ibmDouble(value: number | null): Buffer {
  const bytes = Buffer.alloc(8);
  if (value === null) {
    bytes[0] = 0x2e;
    return bytes;
  }
  if (value === 0) return bytes;
  let fraction = Math.abs(value);
  let exponent = 64;
  for (; fraction >= 1; exponent += 1) fraction /= 16;
  for (; fraction < 1 / 16; exponent -= 1) fraction *= 16;
  bytes[0] = (value < 0 ? 0x80 : 0) | exponent;
  let rest = fraction;
  for (let i = 1; i < 8; i += 1) {
    rest *= 256;
    bytes[i] = Math.floor(rest);
    rest -= bytes[i]!;
  }
  return bytes;
}

/** Blanks up to a whole block of 80 bytes. */
function blocks(bytes: Buffer): Buffer {
  const rest = bytes.length % 80;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(80 - rest, 0x20)]);
}
