/** A priority queue. */
export interface Heap<T> {
  readonly push: (item: T) => void;
  /** The item that precedes all others, taken out; undefined when empty. */
  readonly pop: () => T | undefined;
}

/** An empty binary heap in the order of `precedes`, which must be total for the order of equal items to be stated. O(log n) per call. */
export function createHeap<T>(precedes: (a: T, b: T) => boolean): Heap<T> {
  const heap: T[] = [];
  const push = (item: T) => {
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!precedes(item, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  };
  const pop = () => {
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && precedes(heap[child + 1]!, heap[child]!)) child += 1;
      if (!precedes(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  };
  return { push, pop };
}
