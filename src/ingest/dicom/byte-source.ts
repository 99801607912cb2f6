import { readSync } from "node:fs";
import { DataError } from "../../errors.js";

/** Bytes that are read where they are wanted: a file through a small window, or bytes in memory. */
export interface ByteSource {
  readonly size: number;
  /** A view of n bytes at an offset, good until the next call. Throws DataError where the source ends before. */
  readonly view: (offset: number, n: number) => Buffer;
}

/** Read at once; a header with few long values fits. */
const windowBytes = 65_536;

/** An open file, of which no more than a window stands in memory, however large it is. */
export function fileBytes(handle: number, size: number): ByteSource {
  let window: Buffer = Buffer.alloc(windowBytes);
  let start = 0;
  let filled = 0;
  return {
    size,
    view: (offset, n) => {
      if (offset + n > size) throw new DataError(endsEarly);
      if (offset < start || offset + n > start + filled) {
        if (n > window.length) window = Buffer.alloc(n);
        start = offset;
        filled = readSync(handle, window, 0, window.length, offset);
        if (filled < n) throw new DataError(endsEarly);
      }
      return window.subarray(offset - start, offset - start + n);
    },
  };
}

export function memoryBytes(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    view: (offset, n) => {
      if (offset + n > bytes.length) throw new DataError(endsEarly);
      return bytes.subarray(offset, offset + n);
    },
  };
}

const endsEarly = "goes on beyond the end of the file: it is truncated, get it again";
