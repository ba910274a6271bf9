import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  openMemberProgramme,
  registrationForm,
  sentMessages,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const MINUTE_MS = 60_000;
const PHONE = '+79161234567';
const email = 'vera@example.org';

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  programme = await openMemberProgramme(network);
});
afterEach(() => network.backend.stop());

const start = () =>
  call(network.url, 'registration.start', registrationForm(programme, { phone: PHONE, email }));
const messagesOf = async (template: string) =>
  (await sentMessages(network)).filter((message) => message.template === template);

async function recover() {
  network.backend.clock.pass(MINUTE_MS);
  const { programmeId } = programme;
  await call(network.url, 'password.recover', { programmeId, key: PHONE });
  const codes = (await messagesOf('recovery-sms')).slice(0, 2);
  return codes.map(({ channel, recipient, secrets }) => {
    return { channel, recipient, code: secrets?.['code'] };
  });
}

describe('an address that a member gave', () => {
  it('[R-05] [R-13] is his once its link was followed, and gets the code of a lost password then', async () => {
    const { registrationId } = await start();
    const code = await lastCode(network);
    const { session } = await call(network.url, 'registration.confirm', { registrationId, code });
    const auth = { session: session?.token ?? '' };
    const [letter] = await messagesOf('contact-confirm');
    expect(letter).toMatchObject({ channel: 'email', recipient: email });
    expect(await call(network.url, 'member.get', {}, auth)).toMatchObject({ email: null });
    const before = await recover();
    expect(before.map(({ channel }) => channel).toSorted()).toEqual(['none', 'sms']);
    const token = String(letter?.secrets?.['token']);
    const confirmed = await call(network.url, 'contact.confirm-link', { token });
    expect(confirmed.awaits).toEqual([]);
    expect(await call(network.url, 'member.get', {}, auth)).toMatchObject({ email });
    const after = await recover();
    expect(after.map(({ recipient }) => recipient).toSorted()).toEqual([PHONE, email]);
    expect(after[0]?.code).toMatch(/^\d{4}$/u);
    expect(after[1]?.code).toBe(after[0]?.code);
  });

  it('[R-05] is written to by nobody before the code of the phone was entered', async () => {
    await start();
    expect(await messagesOf('contact-confirm')).toEqual([]);
  });
});
