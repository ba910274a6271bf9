import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invitation } from '#service/invitation/invitation-rows.ts';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

describe('instructions sent again', () => {
  const resend = async (key: string) => {
    const answer = await callRaw(bench.url, 'instructions.resend', {
      programmeId: 'mail-link',
      key,
    });
    return outcomeOf(answer);
  };

  it('[P-12] a new link comes, the old one is dead, once in a minute', async () => {
    const { userId, email } = await bench.account('mail-link');
    await bench.recover('mail-link', email ?? '');
    const old = await bench.secret(userId, 'token');
    expect(await resend(email ?? '')).toBe('429 RATE_LIMITED');
    bench.pass(MINUTE_MS);
    expect(await resend(email ?? '')).toBe('200');
    expect(await bench.follow(old)).toBe('422 LINK_EXPIRED');
    expect(await bench.follow(await bench.secret(userId, 'token'))).toBe('200');
  });

  it('[P-12] the confirmation of a new address comes again, to both', async () => {
    const account = await bench.account('mail-link');
    await bench.changeContact(await bench.signedIn(account), 'email', `${uuid()}@firma.example`);
    const { new: old = '' } = await bench.contactTokens(account.userId);
    bench.pass(MINUTE_MS);
    expect(await resend(account.email ?? '')).toBe('200');
    expect(await bench.agree(old)).toBe('422 LINK_EXPIRED null');
    const { new: newer = '' } = await bench.contactTokens(account.userId);
    expect(await bench.agree(newer)).toBe('200 ["old"]');
  });

  it('[N-21] a change that was taken back while it was sent again is not brought back', async () => {
    const { userId } = await bench.account('mail-link');
    const session = await bench.signedIn((await bench.read(userId))!);
    await bench.changeContact(session, 'email', `${uuid()}@firma.example`);
    const was = (await bench.stores.access.latestContactChange(userId, 'email'))!;
    expect(await bench.asked(session, 'contact.cancel', { kind: 'email' })).toBe('200');
    const is = { ...was, changeId: uuid(), newSecretHash: 'b'.repeat(64) };
    // Nothing is written in its place where none waits: this one did when it was looked at.
    const instead = undefined as never;
    const written = await bench.stores.people.commit({
      atMs: bench.nowMs(),
      audit: null,
      changes: [{ kind: 'contact-change.renew', renewed: { was, is }, instead }],
    });
    expect(written).toBe('stale');
    const latest = await bench.stores.access.latestContactChange(userId, 'email');
    expect(latest).toEqual({ ...was, state: 'cancelled' });
  });

  it('[N-21] a change of address whose term is over is brought back by nobody', async () => {
    const account = await bench.account('mail-link');
    const { userId, email } = account;
    await bench.changeContact(await bench.signedIn(account), 'email', `${uuid()}@firma.example`);
    bench.pass(DAY_MS + 1);
    const before = (await bench.sent(userId)).length;
    expect(await resend(email ?? '')).toBe('200');
    expect(await bench.sent(userId)).toHaveLength(before);
  });

  it('[P-12] an invitation comes again, with another code; the old one is dead', async () => {
    const inviter = await bench.account('mail-link');
    const [client] = await bench.network.backend.rows<{ clientId: string }>(
      'SELECT client_id AS "clientId" FROM client LIMIT 1',
    );
    const invitation: Invitation = {
      authority: null,
      invitationId: uuid(),
      programmeId: 'mail-link',
      clientId: client?.clientId ?? '',
      email: `${uuid()}@firma.example`,
      displayName: 'Анна Орлова',
      language: 'ru',
      grants: ['full', 'owner'],
      tokenHash: '0'.repeat(64),
      state: 'active',
      invitedBy: inviter.userId,
      sentAtMs: bench.nowMs() - MINUTE_MS,
      expiresAtMs: bench.nowMs() + DAY_MS,
      endedAtMs: null,
      userId: null,
      revision: 0,
    };
    await bench.commit({ kind: 'invitation.add', invitation });
    expect(await resend(invitation.email)).toBe('200');
    const letters = (await bench.sent()).filter(({ recipient }) => recipient === invitation.email);
    expect(letters).toMatchObject([{ template: 'invitation' }]);
    const { digests } = bench.network.backend.service;
    const tokenHash = digests.sha256(String(letters[0]?.secrets?.['token']));
    const again = await bench.stores.invitations.invitation(invitation.invitationId);
    expect(again).toMatchObject({ tokenHash, sentAtMs: bench.nowMs(), state: 'active' });
  });

  it('[P-12][P-19] a locked account gets the way out', async () => {
    const { userId, email } = await bench.account('mail-link', { state: 'locked' });
    expect(await resend(email ?? '')).toBe('200');
    expect(await bench.follow(await bench.secret(userId, 'token'))).toBe('200');
  });

  it('[P-12][G7] the answer is the same where nothing is pending, and for nobody', async () => {
    const { userId, email } = await bench.account('mail-link');
    expect(await resend(email ?? '')).toBe('200');
    expect(await bench.sent(userId)).toEqual([]);
    expect(await resend(`${uuid()}@firma.example`)).toBe('200');
    expect(await resend(email ?? '')).toBe('429 RATE_LIMITED');
  });
});
