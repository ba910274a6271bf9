import { assert } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * How far a journal that is a fork is still the one that is kept here, and which of its fills are
 * in the books all the same: its copy has told of them. What is left is known to nobody else.
 * Lines with a gap between them are FIELD_INVALID: no more is read here than was named.
 */
export async function compareJournal(
  { stores: { journals } }: Service,
  { lines, saleIds }: RouteInput<'journal.compare'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'journal.compare'>>> {
  const { workstationId } = workstationOf(caller);
  const [first, last] = [lines.at(0), lines.at(-1)];
  assert(first !== undefined && last !== undefined, 'something is compared');
  if (last.seq - first.seq !== lines.length - 1) return refuse('FIELD_INVALID', { field: 'lines' });
  const kept = await journals.marks(workstationId, first.seq, last.seq);
  const hashes = new Map(kept.map(({ seq, hash }) => [seq, hash]));
  const other = lines.findIndex(({ seq, hash }) => hashes.get(seq) !== hash);
  const sameCount = other === -1 ? lines.length : other;
  return ok({ sameCount, capturedSaleIds: [...(await journals.capturedSales(saleIds))] });
}
