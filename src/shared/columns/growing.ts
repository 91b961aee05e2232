/** Numbers in a typed array that grows at its end: a million of them are no objects for the collector. */
export class GrowingInts {
  values: Int32Array;
  length = 0;

  constructor(capacity = 256) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    this.reserve(this.length + 1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Makes room for so many. */
  reserve(length: number, room = roomFor(length)): void {
    if (length > this.values.length) this.values = grown(this.values, new Int32Array(room));
  }

  /** Ends with these values, from `index` on; what comes before them is not known. */
  place(index: number, values: Int32Array): void {
    this.length = index + values.length;
    this.reserve(this.length, this.length);
    this.values.set(values, index);
  }

  /** 0 outside. */
  at(index: number): number {
    return index < this.length ? (this.values[index] ?? 0) : 0;
  }

  last(): number | undefined {
    return this.length === 0 ? undefined : this.values[this.length - 1];
  }

  /** How many values are below `value`; the values ascend. */
  below(value: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Room for twice as many, of very many for a quarter more: growing by ones copies seldom and wastes little. */
export function roomFor(length: number): number {
  return Math.max(256, Math.ceil(length * (length < 500_000 ? 2 : 1.25)));
}

/** `next`, with all of `old` at its beginning. */
export function grown<T extends { set(values: T): void }>(old: T, next: T): T {
  next.set(old);
  return next;
}
