import type { Digests } from '../platform-ports.ts';

/**
 * An id that follows from other ids: whoever repeats a request gets the same one. UUID version 8
 * (RFC 9562 §5.8) over SHA-256.
 */
export function derivedId(digests: Digests, ...from: readonly string[]): string {
  const hex = digests.sha256(from.join('\n'));
  const custom = `8${hex.slice(13, 16)}-8${hex.slice(17, 20)}`;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${custom}-${hex.slice(20, 32)}`;
}
