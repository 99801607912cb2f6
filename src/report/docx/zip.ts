import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** Files of a ZIP archive by name. */
export type ZipEntries = ReadonlyMap<string, Uint8Array>;

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
/** 1980-01-01 00:00, the format's first date: an archive of the same files is the same bytes whenever it is made. */
const firstDate = 0x21;
const deflated = 8;
const unicodeNames = 0x0800;

/** Reads an archive through its central directory. Throws where it is none, is split or encrypted, or uses another method than store and deflate. */
export function readZip(file: Uint8Array): ZipEntries {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let end = file.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== signatures.end) end -= 1;
  if (end < 0) throw new Error("a ZIP archive must have an end record");
  const entries = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let i = view.getUint16(end + 10, true); i > 0; i -= 1) {
    if (view.getUint32(at, true) !== signatures.central) throw new Error("a ZIP archive's directory is broken");
    const method = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 20, true);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const name = Buffer.from(file.subarray(at + 46, at + 46 + nameLength)).toString("utf8");
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = file.subarray(start, start + size);
    if (method !== 0 && method !== deflated)
      throw new Error(`a ZIP entry must be stored or deflated; got method ${method}`);
    if (!name.endsWith("/")) entries.set(name, method === 0 ? content : inflateRawSync(content));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** An archive of the files in the order given, deflated, under one fixed date. */
export function writeZip(entries: ZipEntries): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const bytes = Buffer.from(name, "utf8");
    const packed = deflateRawSync(content, { level: 6 });
    const shared = [
      ...[20, unicodeNames, deflated, 0, firstDate].map((value) => word(value, 2)),
      ...[crc32(content), packed.length, content.length].map((value) => word(value, 4)),
      ...[bytes.length, 0].map((value) => word(value, 2)),
    ];
    parts.push(word(signatures.local, 4), ...shared, bytes, packed);
    directory.push(
      word(signatures.central, 4),
      word(20, 2),
      ...shared,
      ...[0, 0, 0].map((value) => word(value, 2)),
      word(0, 4),
      word(offset, 4),
      bytes,
    );
    offset += 30 + bytes.length + packed.length;
  }
  const size = directory.reduce((total, part) => total + part.length, 0);
  const counts = [0, 0, entries.size, entries.size].map((value) => word(value, 2));
  return Buffer.concat([
    ...parts,
    ...directory,
    word(signatures.end, 4),
    ...counts,
    word(size, 4),
    word(offset, 4),
    word(0, 2),
  ]);
}

function word(value: number, bytes: 2 | 4): Uint8Array {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value >>> 0, 0, bytes);
  return buffer;
}
