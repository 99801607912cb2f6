/** Positions of a column, highest value on top. */
export interface PositionHeap {
  readonly push: (position: number) => void;
  /** The position of the highest value, or undefined if empty. */
  readonly top: () => number | undefined;
  /** Takes the top out. */
  readonly pop: () => void;
  readonly clear: () => void;
}

/** An empty binary heap over the positions of `value`. Equal values leave in no stated order. */
export function createPositionHeap(value: Float64Array): PositionHeap {
  const heap: number[] = [];
  const push = (position: number) => {
    let at = heap.length;
    heap.push(position);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (value[heap[parent]!]! >= value[position]!) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = position;
  };
  const pop = () => {
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && value[heap[child + 1]!]! > value[heap[child]!]!) child += 1;
      if (value[last]! >= value[heap[child]!]!) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  };
  const clear = () => {
    heap.length = 0;
  };
  return { push, top: () => heap[0], pop, clear };
}
