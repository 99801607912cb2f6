import { stream } from "../../../src/math/stream.js";

/** What a case is drawn with: the same seed, the same case. */
export interface Draw {
  readonly integer: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
}

export function openDraw(seed: number): Draw {
  const { integer, uniform } = stream(seed, "hostile");
  return {
    integer,
    chance: (probability) => uniform() < probability,
    pick: (from) => from[integer(from.length)]!,
  };
}
