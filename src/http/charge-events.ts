/** Calls `charge` before each event. If it fails, the subscription ends with its error. */
export function chargeEvents<Event>(
  events: AsyncIterableIterator<Event>,
  charge: () => Promise<void>,
): AsyncIterableIterator<Event> {
  return {
    async next() {
      const result = await events.next();
      if (result.done) return result;
      try {
        await charge();
        return result;
      } catch (error) {
        await events.return?.();
        throw error;
      }
    },
    return: async () => (await events.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
