/** A reproducible source of random numbers. Two streams of other names are independent; an extra draw in one moves no other. */
export interface Stream {
  /** Uniform on [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** Uniform integer 0 … n − 1, n ≥ 1. */
  readonly integer: (n: number) => number;
}

/** The stream `name` of `seed`: xoshiro128** (Blackman & Vigna 2018) whose state is a hash of both. */
export function stream(seed: number, name: string): Stream {
  const text = `${seed}/${name}`;
  const state = new Uint32Array(4);
  for (let word = 0; word < 4; word += 1) state[word] = hash32(text, 0x9e3779b9 * (word + 1));
  if (state.every((word) => word === 0)) state[0] = 1;
  const next = () => nextWord(state);
  const uniform = () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  for (let i = 0; i < 8; i += 1) next();
  return { uniform, integer: (n) => Math.floor(uniform() * n) };
}

/** 32-bit hash of a text: FNV-1a over UTF-16 code units with the murmur3 finaliser. Equal on every machine. */
export function hash32(text: string, start = 0x811c9dc5): number {
  let hash = start >>> 0;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function nextWord(s: Uint32Array): number {
  const times5 = Math.imul(s[1]!, 5);
  const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
  const t = s[1]! << 9;
  s[2] = s[2]! ^ s[0]!;
  s[3] = s[3]! ^ s[1]!;
  s[1] = s[1]! ^ s[2]!;
  s[0] = s[0]! ^ s[3]!;
  s[2] = s[2]! ^ t;
  s[3] = (s[3]! << 11) | (s[3]! >>> 21);
  return result;
}
