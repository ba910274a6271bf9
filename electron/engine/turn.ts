/** Lets whoever waits go first: a sale never stands behind a long piece of synchronization. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
