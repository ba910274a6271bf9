import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  caseKinds,
  checksOf,
  decideCase,
  judgeOpening,
  type CaseOpening,
  type RecoveryCase,
} from '#domain/password-recovery/recovery-case.ts';
import { NOON_MS } from '#test/support/facts.ts';

const inPerson: CaseOpening = {
  kind: 'in-person',
  checks: checksOf('in-person'),
  office: 'north',
  issuedAtOffice: 'north',
  overrideReason: null,
  comesInPerson: true,
  sameOffice: true,
  mayOverrideOffice: false,
};
const lostMailbox: CaseOpening = { ...inPerson, kind: 'lost-mailbox', comesInPerson: false };
const lost: RecoveryCase = {
  kind: 'lost-mailbox',
  state: 'waiting',
  userId: 'u1',
  openedBy: 'anna',
};
const someone = (userId: string) => ({ userId, atMs: NOON_MS, linkedAtMs: null });
const yes = { by: someone('boris'), confirmed: true, reason: null, userId: null };

describe('judgeOpening', () => {
  it('[V-17] at the office that issued the access, with identity, authority and signature', () => {
    expect(judgeOpening(inPerson).ok).toBe(true);
    for (const check of checksOf('in-person')) {
      const checks = checksOf('in-person').filter((other) => other !== check);
      expect(judgeOpening({ ...inPerson, checks })).toMatchObject({
        code: 'FIELD_REQUIRED',
        params: { field: 'checks', check },
      });
    }
  });

  it('[V-17] another office is refused; an administrator who says why is not', () => {
    const elsewhere = { ...inPerson, office: 'south' };
    const mismatch = (overridable: boolean) => ({
      code: 'OFFICE_MISMATCH',
      params: { overridable, issuedAt: inPerson.issuedAtOffice },
    });
    expect(judgeOpening(elsewhere)).toMatchObject(mismatch(false));
    const why = { overrideReason: 'the office is closed' };
    expect(judgeOpening({ ...elsewhere, ...why })).toMatchObject(mismatch(false));
    const chief = { ...elsewhere, mayOverrideOffice: true };
    expect(judgeOpening(chief)).toMatchObject(mismatch(true));
    expect(judgeOpening({ ...chief, ...why }).ok).toBe(true);
  });

  it('[V-17] where nobody knows who issued the access, no office is the right one', () => {
    const unknown = { ...inPerson, issuedAtOffice: null, office: null };
    expect(judgeOpening(unknown)).toMatchObject({ code: 'OFFICE_MISMATCH' });
  });

  it('[V-17] where the programme asks for no office, any one is the right one', () => {
    expect(judgeOpening({ ...inPerson, office: 'south', sameOffice: false }).ok).toBe(true);
  });

  it('[N-12] a lost mailbox asks for documents, at any office', () => {
    const opening = { ...lostMailbox, office: 'south' };
    expect(judgeOpening({ ...opening, checks: checksOf('lost-mailbox') }).ok).toBe(true);
    expect(judgeOpening({ ...opening, checks: [] })).toMatchObject({ code: 'FIELD_REQUIRED' });
  });
});

describe('a programme has one way', () => {
  it('[N-12] nobody comes in person where the mailbox would be written to, nor the other way', () => {
    const refused = { code: 'FIELD_INVALID', params: { field: 'kind' } };
    expect(judgeOpening({ ...inPerson, comesInPerson: false })).toMatchObject(refused);
    expect(judgeOpening({ ...lostMailbox, comesInPerson: true })).toMatchObject(refused);
  });
});

describe('decideCase', () => {
  it('[N-12] whoever opened a case of a lost mailbox does not approve it', () => {
    expect(decideCase(lost, { ...yes, by: someone('anna') })).toMatchObject({
      code: 'SECOND_APPROVER_REQUIRED',
    });
    expect(decideCase(lost, yes)).toEqual({
      ok: true,
      value: { state: 'confirmed', userId: 'u1' },
    });
  });

  it('[N-12] nor does anybody to whom whoever opened it gave a password of late', () => {
    const given = { ...someone('boris'), linkedAtMs: NOON_MS };
    expect(decideCase(lost, { ...yes, by: given })).toMatchObject({
      code: 'SECOND_APPROVER_REQUIRED',
    });
    // Of another kind it is no second person who is asked.
    const checked = { ...lost, kind: 'checked-link' } as const;
    expect(decideCase(checked, { ...yes, by: given }).ok).toBe(true);
  });

  it('[O-09] a rejection has a reason', () => {
    const no = { ...yes, confirmed: false };
    expect(decideCase(lost, no)).toMatchObject({ params: { field: 'reason' } });
    expect(decideCase(lost, { ...no, reason: '  ' }).ok).toBe(false);
    expect(decideCase(lost, { ...no, reason: 'another phone' })).toMatchObject({
      value: { state: 'rejected' },
    });
  });

  it('[O-06] a case of several accounts needs the one that staff found', () => {
    const several = { ...lost, kind: 'several-accounts', userId: null, openedBy: null } as const;
    expect(decideCase(several, yes)).toMatchObject({ params: { field: 'userId' } });
    expect(decideCase(several, { ...yes, userId: 'u2' })).toMatchObject({
      value: { userId: 'u2' },
    });
  });

  it('is decided once, and nobody puts another account in the place of the one it is about', () => {
    const kinds = fc.constantFrom(...caseKinds);
    const names = fc.constantFrom('anna', 'boris');
    fc.assert(
      fc.property(kinds, names, fc.boolean(), names, (kind, by, confirmed, other) => {
        const opened = { ...lost, kind };
        const decided = decideCase(opened, {
          by: someone(by),
          confirmed,
          reason: 'seen',
          userId: other,
        });
        if (!decided.ok) return;
        expect(decided.value.userId).toBe('u1');
        const again = decideCase({ ...opened, ...decided.value }, { ...yes, by: someone(other) });
        expect(again).toMatchObject({ code: 'CASE_DECIDED' });
      }),
    );
  });
});
