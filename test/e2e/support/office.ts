import type { BridgeAnswer } from '#protocol/bridge.ts';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import type { MailServer } from '#test/support/carriers/mail-server.ts';
import type { MessageCentre } from '#test/support/carriers/message-centre.ts';
import { type Desk, expect } from './desk.ts';
import { ask } from './engine.ts';

/** What the office does before a client's person comes: by the bridge, as its screens do. */

/** Letters leave by this server from now on; whoever is signed in may set channels up. */
export async function sendLettersBy(desk: Desk, mail: MailServer): Promise<void> {
  await ask(desk, 'channel:set', {
    commandId: crypto.randomUUID(),
    revision: 0,
    change: {
      channel: 'email',
      settings: {
        host: '127.0.0.1',
        port: mail.port,
        security: 'none',
        user: null,
        fromAddress: 'azs@example.com',
        site: null,
        trustedCaPem: null,
      },
    },
  });
}

/** Short messages leave by this message centre from now on. */
export async function sendShortMessagesBy(desk: Desk, centre: MessageCentre): Promise<void> {
  await ask(desk, 'channel:set', {
    commandId: crypto.randomUUID(),
    revision: 0,
    change: {
      channel: 'sms',
      secret: 'pass',
      settings: {
        kind: 'smpp',
        host: '127.0.0.1',
        port: centre.port,
        security: 'none',
        systemId: 'network',
        systemType: '',
        sourceAddress: 'NETWORK',
        sourceTon: 5,
        sourceNpi: 0,
        longTexts: 'payload',
        trustedCaPem: null,
      },
    },
  });
}

/**
 * A client with a contract, under a programme or none, signed; with the sheet that is printed for
 * him.
 */
export async function signContract(
  desk: Desk,
  { programmeId, email }: { programmeId: string | null; email: string },
): Promise<BridgeAnswer<'contract:sign'> & { readonly contractId: string }> {
  const client = await ask(desk, 'client:put', {
    commandId: crypto.randomUUID(),
    clientId: null,
    revision: null,
    client: {
      type: 'legal-entity',
      name: 'ООО «Тихий рейс»',
      country: 'RU',
      taxId: fictitiousInn(77),
      kpp: '770101001',
      segment: null,
      contactName: 'Снегирёва Вера',
      phone: '8 900 000-00-77',
      email,
    },
  });
  const contract = await ask(desk, 'contract:create', {
    commandId: crypto.randomUUID(),
    clientId: client.clientId,
    number: 'Т-77',
    currency: 'RUB',
    zone: 'Europe/Moscow',
    programmeId,
  });
  const { contractId } = contract;
  const commandId = crypto.randomUUID();
  const signed = await ask(desk, 'contract:sign', { commandId, contractId, creditLimitMinor: 0 });
  return { ...signed, contractId };
}

/** The text of the newest letter to an address about something, once there are so many of them. */
export async function letterTo(
  mail: MailServer,
  address: string,
  { subject, count = 1 }: { readonly subject: RegExp; readonly count?: number },
): Promise<string> {
  const arrived = () =>
    mail.letters.filter(
      ({ recipients, email }) => recipients.includes(address) && subject.test(email.subject ?? ''),
    );
  await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(count);
  return arrived().at(-1)?.email.text ?? '';
}

/** The text of the newest short message to a phone, once there are so many of them. */
export async function shortMessageTo(
  centre: MessageCentre,
  phone: string,
  count: number,
): Promise<string> {
  const arrived = () =>
    centre.messages.filter((pdu) => `+${String(pdu['destination_addr'])}` === phone);
  await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(count);
  const newest = arrived().at(-1);
  const texts = [newest?.['short_message'], newest?.['message_payload']];
  return texts.map((text) => String(Reflect.get(Object(text), 'message') ?? '')).join('');
}
