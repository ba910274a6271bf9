import { describe, expect, it } from 'vitest';
import {
  APPROVAL_TERM_MS,
  decideApproval,
  isGiven,
  type Approval,
} from '#domain/approval/approval.ts';
import { GIVEN_PASSWORD_MS, linkedAtMs } from '#domain/approval/second-person.ts';
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
  linkedAtMs: null,
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
        linkedAtMs: NOON_MS - passedMs,
      });
    for (const passedMs of [0, GIVEN_PASSWORD_MS - 1]) {
      expect(decidedAfter(passedMs)).toMatchObject({ code: 'SECOND_APPROVER_REQUIRED' });
      // Nothing happens by a refusal.
      expect(decidedAfter(passedMs, 'not him').ok).toBe(true);
    }
    expect(decidedAfter(GIVEN_PASSWORD_MS).ok).toBe(true);
  });

  it('[N-12] is nobody who may be the asker himself: his giver, a sibling, the end of a chain', () => {
    const given = (userId: string, givenBy: string, atMs: number) => ({ userId, givenBy, atMs });
    const givings = [
      given('boris', 'chief', 5),
      given('clara', 'chief', 4),
      given('dina', 'clara', 3),
      given('egor', 'fedor', 9),
    ];
    const since = (one: string, other: string) => linkedAtMs(givings, [one, other]);
    expect(since('chief', 'boris')).toBe(5);
    expect(since('boris', 'chief')).toBe(5);
    expect(since('boris', 'clara')).toBe(4);
    // A chain is as old as its oldest giving.
    expect(since('dina', 'boris')).toBe(3);
    expect(since('chief', 'egor')).toBeNull();
    expect(since('chief', 'gleb')).toBeNull();
    // Of two ways the younger one counts.
    const both = [...givings, given('dina', 'boris', 8)];
    expect(linkedAtMs(both, ['dina', 'boris'])).toBe(8);
    expect(linkedAtMs(both, ['dina', 'chief'])).toBe(5);
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
