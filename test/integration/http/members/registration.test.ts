import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetRegistrations } from '#service/member/forget-registrations.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  MEMBER_CONTRACT,
  MEMBER_PASSWORD,
  registrationForm,
  sentMessages,
  openMemberProgramme,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import {
  type RegistrationPatch,
  registering,
  sessionOf,
} from '#test/support/backend/registering.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const SECOND_MS = 1_000;
const DAY_MS = 24 * 3_600_000;

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  programme = await openMemberProgramme(network);
});
afterEach(() => network.backend.stop());

const { start, started, confirm, register } = registering(() => ({ network, programme }));
const wrong = (code: string): string => String((Number(code) + 1) % 10_000).padStart(4, '0');

describe('registration with a virtual card', () => {
  it('[R-11] nothing is left of an unfinished one after its day, though nobody registers any more', async () => {
    const { service, clock } = network.backend;
    const left = () => network.backend.rows('SELECT registration_id FROM registration');
    await started();
    clock.pass(DAY_MS);
    await forgetRegistrations(service);
    expect(await left()).toHaveLength(1);
    clock.pass(1);
    await forgetRegistrations(service);
    expect(await left()).toEqual([]);
  });

  it('[R-11] [R-16] the code makes the account, the card and the session, and nothing is there before', async () => {
    const { registrationId, phoneMasked, codeDigits } = await started();
    expect(phoneMasked).toBe('+7•••67');
    expect(codeDigits).toBe(4);
    expect(await network.backend.rows(`SELECT * FROM member`)).toEqual([]);
    const code = await lastCode(network);
    expect(code).toMatch(/^\d{4}$/u);
    const confirmed = await call(network.url, 'registration.confirm', { registrationId, code });
    expect(confirmed.user).toMatchObject({ login: '+79161234567', role: 'member', active: true });
    expect(confirmed.card).toMatchObject({ kind: 'primary', virtual: true, state: 'active' });
    expect(confirmed.card.pan).toMatch(/^99000002\d{8}$/u);
    const own = await call(network.url, 'member.get', {}, sessionOf(confirmed));
    expect(own).toMatchObject({ phone: '+79161234567', email: null, cards: [confirmed.card] });
    const points = `SELECT asset_key FROM asset WHERE contract_id = '${MEMBER_CONTRACT}'`;
    const [{ asset_key: key } = { asset_key: null }] = await network.backend.rows<{
      asset_key: string;
    }>(points);
    expect(key).toBe(`points/${own.pointsAccountId}`);
    expect(outcomeOf(await confirm(registrationId, code))).toBe('422 REGISTRATION_DONE');
  });

  it('[R-16] the card is usable at once: a desk finds it by its number', async () => {
    const { card } = await register();
    const { panKey } = network.workstation.enrolled;
    const panHash = network.backend.service.digests.hmac(panKey, card.pan ?? '');
    const found = await network.backend.service.stores.registers.cardIdByPanHash(panHash);
    expect(found).toBe(card.cardId);
  });

  it('[R-07] [R-08] what was agreed to is kept document by document', async () => {
    const ticks = programme.ticks.filter(({ kind }) => kind !== 'marketing');
    const { user } = await register({ ticks });
    const kept = await network.backend.service.stores.programmes.consentsOf(user.userId);
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['personal-data', 'rules']);
    for (const consent of kept) {
      expect(consent).toMatchObject({
        version: 1,
        hash: ticks.find(({ kind }) => kind === consent.kind)?.hash,
        channel: 'registration',
        workstationId: null,
        withdrawnAtMs: null,
        acceptedAtMs: network.backend.clock.nowMs(),
      });
    }
  });

  it('[R-07] [R-08] a tick that is missing, or of another version, is no tick', async () => {
    const without = (kind: string) => programme.ticks.filter((tick) => tick.kind !== kind);
    expect(outcomeOf(await start({ ticks: without('rules') }))).toBe('422 RULES_NOT_ACCEPTED');
    expect(outcomeOf(await start({ ticks: without('personal-data') }))).toBe(
      '422 CONSENT_REQUIRED',
    );
    const old = programme.ticks.map((tick) => ({ ...tick, hash: 'f'.repeat(64) }));
    expect(outcomeOf(await start({ ticks: old }))).toBe('409 TERMS_CHANGED');
    expect(await sentMessages(network)).toEqual([]);
  });

  it('[R-06] a password is typed twice alike and is strong', async () => {
    expect(outcomeOf(await start({ repeat: 'forty wet mountain' }))).toBe('422 PASSWORD_MISMATCH');
    const weak = { password: 'password123', repeat: 'password123' };
    expect(outcomeOf(await start(weak))).toBe('422 PASSWORD_WEAK');
    expect(outcomeOf(await start({ password: 'short', repeat: 'short' }))).toBe(
      '422 PASSWORD_TOO_SHORT',
    );
  });

  it('[G2] a form whose answer was lost is answered again, and no other one under its id', async () => {
    const form = registrationForm(programme);
    const first = await call(network.url, 'registration.start', form);
    expect(await call(network.url, 'registration.start', form)).toEqual(first);
    expect(await sentMessages(network)).toHaveLength(1);
    const another = `${MEMBER_PASSWORD} 7`;
    for (const patch of [
      { email: 'other@firma.example' },
      { language: 'kk' },
      { password: another, repeat: another },
    ] satisfies RegistrationPatch[]) {
      const outcome = await callRaw(network.url, 'registration.start', { ...form, ...patch });
      expect(outcomeOf(outcome)).toBe('409 COMMAND_ID_REUSED');
    }
  });

  it('[R-18] is closed where nobody has said on which contract members hang', async () => {
    const nobody = { memberContractId: null, curatorUserId: null, headUserId: null };
    const assignment = { commandId: uuid(), programmeId: programme.programmeId, ...nobody };
    await call(network.url, 'assignment.put', assignment, { session: network.administrator });
    expect(outcomeOf(await start())).toBe('422 REGISTRATION_CLOSED');
  });
});

describe('the code', () => {
  it('[R-10] has five tries; then even the right one is not heard', async () => {
    const { registrationId } = await started();
    const code = await lastCode(network);
    for (const left of [4, 3, 2, 1, 0]) {
      const answer = await confirm(registrationId, wrong(code));
      expect(answer.body).toMatchObject({ code: 'CODE_INVALID', params: { left } });
    }
    expect(outcomeOf(await confirm(registrationId, code))).toBe('422 CODE_EXPIRED');
  });

  it('[R-10] tries in parallel do not run past the counter', async () => {
    const { registrationId } = await started();
    const code = wrong(await lastCode(network));
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => confirm(registrationId, code)),
    );
    const outcomes = answers.map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '422 CODE_INVALID')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === '422 CODE_EXPIRED')).toHaveLength(4);
  });

  it('[R-10] lives five minutes to the second', async () => {
    const late = await started();
    const lateCode = await lastCode(network);
    network.backend.clock.pass(300 * SECOND_MS);
    expect(outcomeOf(await confirm(late.registrationId, lateCode))).toBe('200');
    const { registrationId } = await started({ phone: '+79160000002' });
    const code = await lastCode(network);
    network.backend.clock.pass(301 * SECOND_MS);
    expect(outcomeOf(await confirm(registrationId, code))).toBe('422 CODE_EXPIRED');
  });

  it('[R-10] is sent again after 60 s, and the one before is void', async () => {
    const { registrationId, resendAtMs } = await started();
    const first = await lastCode(network);
    const again = () => callRaw(network.url, 'registration.resend', { registrationId });
    expect(resendAtMs).toBe(network.backend.clock.nowMs() + 60 * SECOND_MS);
    network.backend.clock.pass(59 * SECOND_MS);
    expect(outcomeOf(await again())).toBe('429 RATE_LIMITED');
    network.backend.clock.pass(SECOND_MS);
    expect(outcomeOf(await again())).toBe('200');
    const second = await lastCode(network);
    if (second !== first) {
      expect(outcomeOf(await confirm(registrationId, first))).toBe('422 CODE_INVALID');
    }
    expect(outcomeOf(await confirm(registrationId, second))).toBe('200');
  });

  it('[G8] [R-10] each one that is sent again is told with what was tried before, and a refusal too', async () => {
    const { registrationId } = await started();
    await confirm(registrationId, wrong(await lastCode(network)));
    const again = () => callRaw(network.url, 'registration.resend', { registrationId });
    expect(outcomeOf(await again())).toBe('429 RATE_LIMITED');
    network.backend.clock.pass(60 * SECOND_MS);
    expect(outcomeOf(await again())).toBe('200');
    const told = await network.backend.rows(
      `SELECT code, before, after FROM audit_entry WHERE event = 'registration.resend' ORDER BY seq`,
    );
    expect(told).toEqual([
      { code: 'RATE_LIMITED', before: null, after: null },
      {
        code: null,
        before: JSON.stringify({ sentCount: 1, triesUsed: 1, triesBefore: 0 }),
        after: JSON.stringify({ sentCount: 2, triesUsed: 0, triesBefore: 1 }),
      },
    ]);
  });

  it('[R-11] an unfinished registration is gone after 24 hours', async () => {
    const { registrationId } = await started();
    network.backend.clock.pass(DAY_MS + 1);
    const again = await callRaw(network.url, 'registration.resend', { registrationId });
    expect(outcomeOf(again)).toBe('422 CODE_EXPIRED');
    await started({ phone: '+79160000002' });
    const left = await network.backend.rows<{ phone: string }>('SELECT phone FROM registration');
    expect(left).toEqual([{ phone: '+79160000002' }]);
  });

  it('[R-05] one phone is sent to a few times a day at most', async () => {
    for (let n = 0; n < 5; n += 1) expect(outcomeOf(await start())).toBe('200');
    expect(outcomeOf(await start())).toBe('429 RATE_LIMITED');
  });
});

describe('a phone that is a member’s already', () => {
  it('[R-05] gets the same answer and as many rows; its owner hears of it, and no code opens it', async () => {
    await register();
    const count = async () => {
      const of = (table: string) =>
        network.backend.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
      const [[kept], [sent]] = await Promise.all([of('registration'), of('message')]);
      return { registrations: Number(kept?.n), messages: Number(sent?.n) };
    };
    const before = await count();
    const taken = await start();
    const middle = await count();
    const free = await start({ phone: '8 (916) 123-45-68' });
    const after = await count();
    expect(taken.status).toBe(free.status);
    expect(Object.keys(taken.body as object)).toEqual(Object.keys(free.body as object));
    expect(JSON.stringify(taken.body)).toHaveLength(JSON.stringify(free.body).length);
    expect(middle.registrations - before.registrations).toBe(1);
    expect(middle.messages - before.messages).toBe(1);
    expect(after.registrations - middle.registrations).toBe(1);
    expect(after.messages - middle.messages).toBe(1);
    const [toFree, toOwner] = await sentMessages(network);
    expect(toFree).toMatchObject({ template: 'registration-code', recipient: '+79161234568' });
    expect(toOwner).toMatchObject({ template: 'phone-taken', recipient: '+79161234567' });
    const { registrationId } = taken.body as { registrationId: string };
    const refused = await confirm(registrationId, '0000');
    expect(refused.body).toMatchObject({ code: 'CODE_INVALID', params: { left: 4 } });
    const never = await callRaw(network.url, 'registration.confirm', {
      registrationId: uuid(),
      code: '0000',
    });
    expect(outcomeOf(never)).toBe('422 CODE_EXPIRED');
  });

  it('[R-05] is not written to again: what a resend would send goes nowhere', async () => {
    await register();
    const { registrationId } = await started();
    network.backend.clock.pass(60 * SECOND_MS);
    await call(network.url, 'registration.resend', { registrationId });
    expect((await sentMessages(network))[0]).toMatchObject({
      channel: 'none',
      state: 'dropped',
      secrets: null,
    });
  });
});

describe('codes of a phone, guessed one after the other', () => {
  it('[R-10] after twenty wrong ones of a day even the right one is answered as a wrong one', async () => {
    const { registrationId } = await started();
    for (let sent = 1; sent <= 4; sent += 1) {
      if (sent > 1) {
        network.backend.clock.pass(60 * SECOND_MS);
        await call(network.url, 'registration.resend', { registrationId });
      }
      const guess = wrong(await lastCode(network));
      for (let tried = 0; tried < 5; tried += 1) await confirm(registrationId, guess);
    }
    network.backend.clock.pass(60 * SECOND_MS);
    await call(network.url, 'registration.resend', { registrationId });
    const right = await lastCode(network);
    expect(outcomeOf(await confirm(registrationId, right))).toBe('422 CODE_INVALID');
    expect(await network.backend.rows('SELECT * FROM member')).toEqual([]);
  });
});
