/**
 * What the cache finds a card by: the first 8 bytes of its number's hash. Whoever finds a card so
 * compares the whole hash.
 */
export function panKey(panHash: string): Buffer {
  return Buffer.from(panHash.slice(0, 16), 'hex');
}
