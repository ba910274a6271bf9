import { describe, expect, it } from 'vitest';
import {
  APPROVAL_TERM_MS,
  decideApproval,
  isGiven,
  type Approval,
} from '#domain/approval/approval.ts';
import { GIVEN_PASSWORD_MS } from '#domain/approval/second-person.ts';
import { NOON_MS } from '#test/support/facts.ts';

const DIGEST = 'ab'.repeat(32);
const waiting: Approval = {
  approvalId: 'approval-1',
  event: 'account.erase',
  right: 'account.recover',
  subjectKind: 'account',
  subjectId: 'account-1',
  digest: DIGEST,
  askedBy: 'anna',
  askedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + APPROVAL_TERM_MS,
  state: 'waiting',
  decidedBy: null,
  decidedAtMs: null,
  reason: null,
  before: null,
  after: { reason: 'asked by letter' },
};
const by = (userId: string, refusal: string | null = null, atMs = NOON_MS) => ({
  userId,
  atMs,
  refusal,
  passwordGivenAtMs: null,
});

describe('a second person', () => {
  it('[N-12] lets happen what another one asked for, and never what he asked for himself', () => {
    expect(decideApproval(waiting, by('anna'))).toMatchObject({ code: 'SECOND_APPROVER_REQUIRED' });
    expect(decideApproval(waiting, by('boris'))).toMatchObject({
      value: { state: 'given', decidedBy: 'boris', decidedAtMs: NOON_MS, reason: null },
    });
  });

  it('[N-12] is nobody whose password the asker gave him within thirty days', () => {
    const decidedAfter = (passedMs: number, refusal: string | null = null) =>
      decideApproval(waiting, {
        ...by('boris', refusal),
        passwordGivenAtMs: NOON_MS - passedMs,
      });
    for (const passedMs of [0, GIVEN_PASSWORD_MS - 1]) {
      expect(decidedAfter(passedMs)).toMatchObject({ code: 'SECOND_APPROVER_REQUIRED' });
      // Nothing happens by a refusal.
      expect(decidedAfter(passedMs, 'not him').ok).toBe(true);
    }
    expect(decidedAfter(GIVEN_PASSWORD_MS).ok).toBe(true);
  });

  it('says why not; whoever asked may take it back', () => {
    for (const userId of ['anna', 'boris']) {
      expect(decideApproval(waiting, by(userId, 'wrong person'))).toMatchObject({
        value: { state: 'refused', decidedBy: userId, reason: 'wrong person' },
      });
    }
  });

  it('decides once', () => {
    for (const state of ['given', 'refused', 'used'] as const) {
      const decided = decideApproval({ ...waiting, state }, by('boris'));
      expect(decided).toMatchObject({ code: 'APPROVAL_OVER' });
    }
  });

  it('decides until the last moment of the term, and not a millisecond later', () => {
    const { expiresAtMs } = waiting;
    expect(decideApproval(waiting, by('boris', null, expiresAtMs)).ok).toBe(true);
    expect(decideApproval(waiting, by('boris', null, expiresAtMs + 1)).ok).toBe(false);
  });

  it('has let happen exactly what was asked, within the term', () => {
    const given = { ...waiting, state: 'given' } as const;
    expect(isGiven(given, DIGEST, waiting.expiresAtMs)).toBe(true);
    expect(isGiven(given, DIGEST, waiting.expiresAtMs + 1)).toBe(false);
    expect(isGiven(given, 'cd'.repeat(32), NOON_MS)).toBe(false);
    for (const state of ['waiting', 'refused', 'used'] as const) {
      expect(isGiven({ ...waiting, state }, DIGEST, NOON_MS)).toBe(false);
    }
  });
});
