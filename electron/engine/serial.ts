/**
 * Runs work one after the other per key: the second begins when the first has ended, however it
 * ended.
 */
export function makeSerial(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    tails.set(key, result);
    const clear = (): void => {
      if (tails.get(key) === result) tails.delete(key);
    };
    result.then(clear, clear);
    return result;
  };
}
