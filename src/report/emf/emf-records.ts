/** Records of an enhanced metafile, in the order they are played. Source: Microsoft [MS-EMF], sections 2.1.1 and 2.3. */
export interface EmfWriter {
  /** Adds a record: its type and its data as 32-bit words (floats and bytes come ready-made). */
  readonly add: (type: number, ...data: readonly (number | Uint8Array)[]) => void;
  /** The file so far, closed by its header and its end. */
  readonly finish: (header: EmfHeader) => Uint8Array;
}

export interface EmfHeader {
  /** Size in logical units, and how many of them make a CSS pixel. */
  readonly width: number;
  readonly height: number;
  readonly unitsPerPixel: number;
  /** Greatest number of objects (pens, brushes, fonts) alive at once, without the stock ones. */
  readonly objects: number;
}

const headerRecord = 1;
const endRecord = 14;
const headerLength = 88;
const signature = 0x464d4520;
const version = 0x10000;
const micrometresPerPixel = 25_400 / 96;
/** Reference device: this many pixels wide and high. */
const devicePixels = [1920, 1440] as const;

export function makeEmfWriter(): EmfWriter {
  const records: Uint8Array[] = [];
  const add = (type: number, ...data: readonly (number | Uint8Array)[]): void => {
    records.push(writeRecord(type, data));
  };
  return {
    add,
    finish: (header) => {
      add(endRecord, 0, 16, 20);
      const length = headerLength + records.reduce((total, record) => total + record.length, 0);
      return Buffer.concat([writeHeader(header, length, records.length + 1), ...records]);
    },
  };
}

/** Type, length, data: every part a multiple of four bytes, little endian. */
function writeRecord(type: number, data: readonly (number | Uint8Array)[]): Uint8Array {
  const length = 8 + data.reduce<number>((total, part) => total + (typeof part === "number" ? 4 : part.length), 0);
  if (length % 4 !== 0) throw new Error(`a metafile's record must be a multiple of 4 bytes long; got ${length}`);
  const record = new Uint8Array(length);
  const view = new DataView(record.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  let at = 8;
  for (const part of data) {
    if (typeof part === "number") view.setInt32(at, part | 0, true);
    else record.set(part, at);
    at += typeof part === "number" ? 4 : part.length;
  }
  return record;
}

function writeHeader({ width, height, unitsPerPixel, objects }: EmfHeader, bytes: number, records: number): Uint8Array {
  const hundredths = (units: number): number => Math.round(((units / unitsPerPixel) * micrometresPerPixel) / 10);
  const [deviceWidth, deviceHeight] = devicePixels.map((pixels) => pixels * unitsPerPixel) as [number, number];
  const [widthMm, heightMm] = devicePixels.map((pixels) => Math.round((pixels * micrometresPerPixel) / 1000)) as [
    number,
    number,
  ];
  return writeRecord(headerRecord, [
    ...[0, 0, width - 1, height - 1],
    ...[0, 0, hundredths(width), hundredths(height)],
    signature,
    version,
    bytes,
    records,
    // Objects count the stock one at index 0; the other half of the word is reserved.
    objects + 1,
    ...[0, 0, 0],
    deviceWidth,
    deviceHeight,
    widthMm,
    heightMm,
  ]);
}
