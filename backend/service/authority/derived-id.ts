import type { Digests } from '../platform-ports.ts';

const UUID_PARTS = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/u;

/**
 * An id that follows from other ids: whoever repeats a request gets the same one. UUID version 8
 * (RFC 9562 §5.8) over SHA-256.
 */
export function derivedId(digests: Digests, ...from: readonly string[]): string {
  return digests.sha256(from.join('\n')).replace(UUID_PARTS, '$1-$2-8$3-8$4-$5').slice(0, 36);
}
