import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  address,
  mayClose,
  seen,
  type AddressedApplication,
} from '#domain/application/application.ts';

type Reader = 'curator' | 'head' | 'clerk';

const filed = (curatorUserId: string | null): AddressedApplication => ({
  state: 'filed',
  curatorUserId,
  headUserId: 'head',
  curatorSeenAtMs: null,
  headSeenAtMs: null,
});

describe('an application before sign-in', () => {
  it('[V-09] goes to the curator and to the head; without a curator to the head only, noted', () => {
    expect(address({ curatorUserId: 'curator', headUserId: 'head' })).toEqual({
      ok: true,
      value: { to: { curatorUserId: 'curator', headUserId: 'head' }, note: null },
    });
    expect(address({ curatorUserId: null, headUserId: 'head' })).toEqual({
      ok: true,
      value: { to: { curatorUserId: null, headUserId: 'head' }, note: 'CURATOR_NOT_ASSIGNED' },
    });
  });

  it('[V-09] is not taken where nobody would read it', () => {
    const refused = address({ curatorUserId: 'curator', headUserId: null });
    expect(refused).toMatchObject({ ok: false, code: 'APPLICATIONS_NOT_TAKEN' });
  });

  it('[V-09] is processed when everybody it went to has seen it, whoever else has', () => {
    const readers = fc.array(fc.constantFrom<Reader[]>('curator', 'head', 'clerk'), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.constantFrom('curator', null), readers, (curatorUserId, order) => {
        const read = order.reduce(
          (paper, userId, at) => seen(paper, userId, at),
          filed(curatorUserId),
        );
        const awaited: readonly Reader[] = curatorUserId === null ? ['head'] : ['curator', 'head'];
        expect(mayClose(read).ok).toBe(awaited.every((userId) => order.includes(userId)));
        expect(read.headSeenAtMs ?? -1).toBe(order.indexOf('head'));
      }),
    );
  });

  it('[V-09] is closed once', () => {
    const both = seen(seen(filed('curator'), 'curator', 1), 'head', 2);
    for (const state of ['processed', 'rejected'] as const) {
      const refused = mayClose({ ...both, state });
      expect(refused).toEqual({ ok: false, code: 'APPLICATION_CLOSED', params: { state } });
    }
    expect(mayClose(filed('curator'))).toMatchObject({ params: { by: 'curator' } });
  });
});
