/** A candidate pair, ordered by distance, then by rank of the treated row, then by rank of the control. */
export interface CandidatePair {
  readonly distance: number;
  readonly treatedRank: number;
  readonly controlRank: number;
  readonly treatedRun: number;
  readonly controlRun: number;
}

export interface PairHeap {
  readonly push: (pair: CandidatePair) => void;
  /** The first pair in order, taken out; undefined when empty. */
  readonly pop: () => CandidatePair | undefined;
}

/** An empty binary heap of candidate pairs. */
export function createPairHeap(): PairHeap {
  const heap: CandidatePair[] = [];
  const push = (pair: CandidatePair) => {
    let at = heap.length;
    heap.push(pair);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!precedes(pair, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = pair;
  };
  const pop = () => {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length > 0 && last !== undefined) sink(heap, last);
    return top;
  };
  return { push, pop };
}

/** Lets `pair` sink from the top, which is free. */
function sink(heap: CandidatePair[], pair: CandidatePair): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && precedes(heap[child + 1]!, heap[child]!)) child += 1;
    if (!precedes(heap[child]!, pair)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = pair;
}

function precedes(a: CandidatePair, b: CandidatePair): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  if (a.treatedRank !== b.treatedRank) return a.treatedRank < b.treatedRank;
  return a.controlRank < b.controlRank;
}
