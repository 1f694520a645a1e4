interface Waiter {
  readonly units: number;
  readonly start: () => void;
}

/** A counting semaphore with a first-in, first-out queue. Work acquires units before it runs. */
export class Semaphore {
  readonly #capacity: number;
  #free: number;
  readonly #queue: Waiter[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#free = capacity;
  }

  /** True if no work holds units or waits for them. */
  get isUnused(): boolean {
    return this.#free === this.#capacity;
  }

  /**
   * Acquires units, at most the capacity. Returns undefined if they are free. Otherwise the promise settles when they are
   * acquired.
   */
  acquire(units: number): Promise<void> | undefined {
    if (this.#queue.length === 0 && units <= this.#free) {
      this.#free -= units;
      return undefined;
    }
    return new Promise((start) => {
      this.#queue.push({ units, start });
    });
  }

  /** Releases units and starts waiting work. */
  release(units: number): void {
    this.#free += units;
    for (let next = this.#queue[0]; next !== undefined && next.units <= this.#free; next = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= next.units;
      next.start();
    }
  }
}
