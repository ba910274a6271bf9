import { expect, it } from 'vitest';
import { authorityHolds } from '#domain/client/authority-document.ts';

const held = (untilOn: string | null, today: string) =>
  authorityHolds({ fromOn: '2026-03-01', untilOn }, today);

it('[V-02] a document holds from its first day through its last one', () => {
  expect(held('2026-12-31', '2026-03-01').ok).toBe(true);
  expect(held('2026-12-31', '2026-12-31').ok).toBe(true);
  expect(held('2026-12-31', '2027-01-01')).toMatchObject({ code: 'AUTHORITY_EXPIRED' });
  expect(held('2026-12-31', '2026-02-28')).toMatchObject({ code: 'AUTHORITY_EXPIRED' });
  expect(held(null, '2099-01-01').ok).toBe(true);
});
