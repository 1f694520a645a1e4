interface Waiting {
  readonly units: number;
  readonly start: () => void;
}

/** A number of units that work holds while it runs. Work that finds too few of them waits in a queue: first come, first served. */
export class Semaphore {
  readonly #capacity: number;
  #free: number;
  readonly #queue: Waiting[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#free = capacity;
  }

  /** Whether nothing holds units or waits for them. */
  get isUnused(): boolean {
    return this.#free === this.#capacity;
  }

  /** Takes units, at most as many as there are. Undefined when they were free; otherwise settles when they are taken. */
  acquire(units: number): Promise<void> | undefined {
    if (this.#queue.length === 0 && units <= this.#free) {
      this.#free -= units;
      return undefined;
    }
    return new Promise((start) => {
      this.#queue.push({ units, start });
    });
  }

  /** Gives units back, and lets those start that waited for them. */
  release(units: number): void {
    this.#free += units;
    for (let next = this.#queue[0]; next !== undefined && next.units <= this.#free; next = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= next.units;
      next.start();
    }
  }
}
