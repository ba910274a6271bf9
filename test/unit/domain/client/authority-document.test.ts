import { expect, it } from 'vitest';
import { authorityHolds, mayInviteBy } from '#domain/client/authority-document.ts';

const held = (untilOn: string | null, today: string) =>
  authorityHolds({ fromOn: '2026-03-01', untilOn }, today);

it('[V-02] a document holds from its first day through its last one', () => {
  expect(held('2026-12-31', '2026-03-01').ok).toBe(true);
  expect(held('2026-12-31', '2026-12-31').ok).toBe(true);
  expect(held('2026-12-31', '2027-01-01')).toMatchObject({ code: 'AUTHORITY_EXPIRED' });
  expect(held('2026-12-31', '2026-02-28')).toMatchObject({ code: 'AUTHORITY_EXPIRED' });
  expect(held(null, '2099-01-01').ok).toBe(true);
});

it('[V-02] nobody is invited by a document that is over, or that ends before it begins', () => {
  const by = (fromOn: string, untilOn: string | null) =>
    mayInviteBy({ fromOn, untilOn }, '2026-11-21');
  expect(by('2026-03-01', '2026-11-21').ok).toBe(true);
  expect(by('2027-03-01', null).ok).toBe(true);
  expect(by('2026-03-01', '2026-11-20')).toMatchObject({ code: 'AUTHORITY_EXPIRED' });
  expect(by('2026-03-01', '2026-02-28')).toMatchObject({ code: 'FIELD_INVALID' });
});
