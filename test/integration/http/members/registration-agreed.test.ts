import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  memberProfile,
  registrationForm,
  MEMBER_PANS,
  openMemberProgramme,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import { publishText } from '#test/support/backend/programme-people.ts';
import { registering } from '#test/support/backend/registering.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const ALONE = MEMBER_PANS.at(-1) ?? '';

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  programme = await openMemberProgramme(network);
});
afterEach(() => network.backend.stop());

const { start, register } = registering(() => ({ network, programme }));

describe('what somebody agrees to by registering', () => {
  it('[R-08] nothing is kept as agreed to that was never published, nor twice', async () => {
    const required = programme.ticks.filter(({ kind }) => kind !== 'marketing');
    const marketing = { kind: 'marketing', version: 9, hash: 'e'.repeat(64) } as const;
    const stale = await start({ ticks: [...required, marketing] });
    expect(stale.body).toMatchObject({ code: 'TERMS_CHANGED', params: { kind: 'marketing' } });
    const offer = { kind: 'offer', version: 1, hash: 'e'.repeat(64) } as const;
    const strange = await start({ ticks: [...required, offer] });
    expect(strange.body).toMatchObject({ code: 'TERMS_CHANGED', params: { kind: 'offer' } });
    const twice = await start({ ticks: [...required, ...required.slice(0, 1)] });
    expect(outcomeOf(twice)).toBe('400 FIELD_INVALID');
  });

  it('[V-14] whoever comes in by his code has accepted what is accepted by coming in', async () => {
    const offer = { kind: 'offer', acceptance: 'by-sign-in', required: true } as const;
    const shipped = memberProfile();
    const documents = [...shipped.documents, offer];
    const profile = { ...shipped, programmeId: 'with-offer', documents };
    const opened = await openMemberProgramme(network, profile);
    programme = { ...opened, ticks: opened.ticks.filter(({ kind }) => kind !== 'offer') };
    const { user } = await register();
    const kept = await network.backend.service.stores.programmes.consentsOf(user.userId);
    expect(kept.find(({ kind }) => kind === 'offer')).toMatchObject({
      version: 1,
      channel: 'sign-in',
      withdrawnAtMs: null,
    });
    expect(kept).toHaveLength(documents.length);
  });

  it('[R-36] a version that came meanwhile is asked for before anything else', async () => {
    const form = registrationForm(programme);
    const { registrationId } = await call(network.url, 'registration.start', form);
    await publishText(network, memberProfile(), 'rules', 'Вторая редакция');
    const code = await lastCode(network);
    const confirmed = await call(network.url, 'registration.confirm', { registrationId, code });
    expect(confirmed.session).toMatchObject({ purpose: 'accept-terms' });
    const session = confirmed.session?.token ?? '';
    const own = await callRaw(network.url, 'member.get', {}, { session });
    expect(outcomeOf(own)).toBe('403 TERMS_REQUIRED');
  });
});

describe('a card that nobody may use', () => {
  const staff = () => ({ session: network.manager });
  const bound = async () => outcomeOf(await start({ card: { way: 'card', pan: ALONE } }));

  it('[R-04] [R-17] is named by what is the matter with it: blocked, or given back', async () => {
    const cardId = 'kit-4';
    const block = { commandId: uuid(), cardId, reason: 'issuer' } as const;
    await call(network.url, 'card.block', block, staff());
    expect(await bound()).toBe('422 CARD_BLOCKED');
    await call(network.url, 'card.take-back', { commandId: uuid(), cardId }, staff());
    expect(await bound()).toBe('422 CARD_RETURNED');
  });
});
