import { NAMED_LINES_SINCE } from '#protocol/version.ts';
import type { Facts } from './facts.ts';

/**
 * Who did what a line tells, where the backend takes that: one of an older protocol would refuse a
 * field that it does not know, and with it a block or a lower limit.
 */
export function doneBy(
  facts: Pick<Facts, 'get'>,
  { userId }: { readonly userId: string },
): { readonly operatorId?: string } {
  return (facts.get('protocol') ?? 0) >= NAMED_LINES_SINCE ? { operatorId: userId } : {};
}
