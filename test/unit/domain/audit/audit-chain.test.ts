import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  CHAIN_BEGINNING,
  faultAfter,
  type ChainedEntry,
  type ChainEnd,
} from '#domain/audit/audit-chain.ts';
import { auditText } from '#domain/audit/audit-entry.ts';
import { NOON_MS } from '#test/support/facts.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function after(end: ChainEnd, event: string): ChainedEntry {
  const who = { userId: 'anna', workstationId: null, address: null };
  const values = {
    subjectKind: null,
    subjectId: null,
    code: null,
    before: null,
    after: '{"login":"boris"}',
  };
  const entry = { seq: end.seq + 1, atMs: NOON_MS, event, previousHash: end.hash };
  const kept = { ...entry, ...who, ...values };
  return { ...kept, hash: sha256(auditText(kept)) };
}

const first = after(CHAIN_BEGINNING, 'user.create');
const second = after(first, 'user.put');

describe('[G8] the chain of the audit trail', () => {
  it('is whole while each entry follows the one before', () => {
    expect(faultAfter(CHAIN_BEGINNING, first, sha256)).toBeNull();
    expect(faultAfter(first, second, sha256)).toBeNull();
  });

  it('says which entry is missing, names another one before it, or was changed', () => {
    expect(faultAfter(CHAIN_BEGINNING, second, sha256)).toEqual({ seq: 1, kind: 'missing' });
    const other = { seq: 1, hash: 'ab'.repeat(32) };
    expect(faultAfter(other, second, sha256)).toEqual({ seq: 2, kind: 'unlinked' });
    const changed = { ...second, after: '{"login":"clara"}' };
    expect(faultAfter(first, changed, sha256)).toEqual({ seq: 2, kind: 'changed' });
    const elsewhere = { ...second, address: '10.0.0.7' };
    expect(faultAfter(first, elsewhere, sha256)).toEqual({ seq: 2, kind: 'changed' });
  });
});
