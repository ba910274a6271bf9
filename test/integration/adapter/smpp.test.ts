import { afterEach, describe, expect, it } from 'vitest';
import { SmppCarrier } from '#adapter/sms/smpp-carrier.ts';
import type { SmppSettings } from '#protocol/records/channel.ts';
import type { CarriedMessage } from '#service/message/carrier-ports.ts';
import type { CarrierReceipt } from '#service/message/message-ports.ts';
import { ownCertificate } from '#test/support/carriers/certificate.ts';
import {
  startMessageCentre,
  type CentreOptions,
  type MessageCentre,
} from '#test/support/carriers/message-centre.ts';
import { startTalker } from '#test/support/carriers/talker.ts';

const EXPIRES_AT_MS = Date.UTC(2027, 0, 2, 3, 4, 5);

let centre: MessageCentre | null = null;
const carriers: SmppCarrier[] = [];
const stops: (() => Promise<void>)[] = [];
let receipts: Omit<CarrierReceipt, 'atMs'>[] = [];

afterEach(async () => {
  await Promise.all(carriers.splice(0).map((carrier) => carrier.close()));
  await centre?.stop();
  centre = null;
  for (const stop of stops.splice(0)) await stop();
  receipts = [];
});

const message = (text: string): CarriedMessage => ({
  messageId: '01939c2e-0000-7000-8000-00000000000a',
  recipient: '+77011234567',
  senderName: 'Степной ветер',
  text: { subject: '', text, html: null },
  expiresAtMs: EXPIRES_AT_MS,
});

const SHORT = 'Құпиясөзді ауыстыру коды 4821.';
const LONG = 'Код 4821 — никому его не сообщайте. '.repeat(4);

async function started(options: CentreOptions = {}): Promise<MessageCentre> {
  centre = await startMessageCentre(options);
  return centre;
}

interface Asked {
  readonly patch?: Partial<SmppSettings>;
  readonly secret?: string;
  readonly heard?: () => Promise<void>;
  readonly againMs?: number;
}

function carrierTo(port: number, asked: Asked = {}): SmppCarrier {
  const { patch = {}, secret = 'pass', heard, againMs = 20 } = asked;
  const settings: SmppSettings = {
    kind: 'smpp',
    host: '127.0.0.1',
    port,
    security: 'none',
    systemId: 'network',
    systemType: '',
    sourceAddress: 'FORECOURT',
    sourceTon: 5,
    sourceNpi: 0,
    longTexts: 'payload',
    trustedCaPem: null,
    ...patch,
  };
  const carrier = new SmppCarrier(settings, secret, {
    onReceipt: async (receipt) => {
      await heard?.();
      receipts.push(receipt);
    },
    timeouts: { answerMs: 500, againMs },
  });
  carriers.push(carrier);
  return carrier;
}

const textOf = (shortMessage: unknown): unknown => Reflect.get(Object(shortMessage), 'message');

describe('short messages by SMPP', () => {
  it('arrive as UCS-2 with sender, number, reference and term', async () => {
    const { port, messages } = await started({ password: 'pass' });
    const outcome = await carrierTo(port).send(message(SHORT));
    expect(outcome).toEqual({ kind: 'sent', providerId: 'sm-1' });
    const [pdu] = messages;
    expect(pdu).toMatchObject({
      data_coding: 8,
      registered_delivery: 1,
      source_addr: 'FORECOURT',
      source_addr_ton: 5,
      destination_addr: '77011234567',
      dest_addr_ton: 1,
      dest_addr_npi: 1,
    });
    expect(textOf(pdu?.['short_message'])).toBe(SHORT);
    expect(Number(pdu?.['validity_period'])).toBe(EXPIRES_AT_MS);
  });

  it('sent twice, it bears the same reference', async () => {
    const { port, messages } = await started();
    const carrier = carrierTo(port);
    await carrier.send(message(SHORT));
    await carrier.send(message(SHORT));
    const references = messages.map((pdu) => pdu['user_message_reference']);
    expect(references).toHaveLength(2);
    expect(references[0]).toBe(references[1]);
    expect(references[0]).toEqual(expect.any(Number));
  });

  it('a long text goes whole as a payload', async () => {
    const { port, messages } = await started();
    await carrierTo(port).send(message(LONG));
    expect(messages).toHaveLength(1);
    expect(textOf(messages[0]?.['message_payload'])).toBe(LONG);
  });

  it('or in parts with a header, of which the last one alone asks for a receipt', async () => {
    const { port, messages } = await started();
    const outcome = await carrierTo(port, { patch: { longTexts: 'parts' } }).send(message(LONG));
    expect(messages.map((pdu) => textOf(pdu['short_message'])).join('')).toBe(LONG);
    expect(messages).toHaveLength(3);
    expect(messages.map((pdu) => pdu['registered_delivery'])).toEqual([0, 0, 1]);
    expect(messages.every((pdu) => Number(pdu['esm_class']) & 0x40)).toBe(true);
    expect(outcome).toEqual({ kind: 'sent', providerId: 'sm-3' });
  });

  it('over TLS, to a centre that somebody vouches for', async (ctx) => {
    const certificate = ownCertificate();
    if (certificate === null) ctx.skip(true, 'openssl is not on this machine');
    const { port } = await started({ certificate: certificate! });
    const patch = { security: 'tls', trustedCaPem: certificate!.cert } as const;
    expect(await carrierTo(port, { patch }).send(message(SHORT))).toMatchObject({ kind: 'sent' });
    const stranger = carrierTo(port, { patch: { security: 'tls' } });
    expect(await stranger.send(message(SHORT))).toEqual({
      kind: 'later',
      code: 'CHANNEL_TLS_FAILED',
    });
  });
});

describe('what a message centre refuses', () => {
  it('a wrong password waits for the administrator', async () => {
    const { port } = await started({ password: 'right' });
    const outcome = await carrierTo(port, { secret: 'wrong' }).send(message(SHORT));
    expect(outcome).toEqual({ kind: 'later', code: 'CHANNEL_AUTH_REFUSED' });
  });

  it.each([
    ['throttled', 0x58, { kind: 'later', code: 'CHANNEL_DEFERRED' }],
    ['its queue is full', 0x14, { kind: 'later', code: 'CHANNEL_DEFERRED' }],
    ['no such number', 0x0b, { kind: 'bounced', code: 'RECIPIENT_REFUSED' }],
    ['a sender that is not allowed', 0x0a, { kind: 'failed', code: 'CHANNEL_REFUSED' }],
  ])('%s', async (_title, status, outcome) => {
    const { port } = await started({ statusOf: () => status });
    expect(await carrierTo(port).send(message(SHORT))).toEqual(outcome);
  });

  it('one that falls silent is tried later, over another connection', async () => {
    const { port } = await started({ statusOf: (_pdu, number) => (number === 1 ? null : 0) });
    const carrier = carrierTo(port);
    expect(await carrier.send(message(SHORT))).toEqual({ kind: 'later', code: 'CHANNEL_TIMEOUT' });
    await centre!.nextBound();
    expect(await carrier.send(message(SHORT))).toMatchObject({ kind: 'sent' });
  });

  it('one that went away is called until it is back', async () => {
    const { port } = await started();
    const carrier = carrierTo(port);
    await carrier.send(message(SHORT));
    await centre!.stop();
    expect(await carrier.send(message(SHORT))).toEqual({
      kind: 'later',
      code: 'CHANNEL_UNREACHABLE',
    });
    await started({ port });
    await centre!.nextBound();
    expect(await carrier.send(message(SHORT))).toMatchObject({ kind: 'sent' });
  });
});

describe('a message centre that is none', () => {
  it.each([
    ['says no PDU', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    [
      'announces more than there is memory',
      Buffer.from('7fffffff8000000900000000000000010000', 'hex'),
    ],
    ['answers what nobody asked', Buffer.from('00000010800000040000000000000063', 'hex')],
    ['sends a receipt cut short', Buffer.from('0000001400000005000000000000000141ff0401', 'hex')],
  ])('%s, and is tried later', async (_title, said) => {
    const { port, stop } = await startTalker((socket) => void socket.write(said));
    stops.push(stop);
    const outcome = await carrierTo(port).send(message(SHORT));
    expect(outcome).toMatchObject({ kind: 'later' });
  });

  it('lets in and hangs up is not called again at once', async () => {
    const { port, sessions } = await started({});
    const carrier = carrierTo(port, { againMs: 3_600_000 });
    expect(await carrier.send(message(SHORT))).toMatchObject({ kind: 'sent' });
    const [session] = sessions;
    const gone = new Promise((resolve) => session!.once('close', resolve));
    session!.destroy();
    await gone;
    expect(await carrier.send(message(SHORT))).toMatchObject({ kind: 'later' });
    expect(await carrier.send(message(SHORT))).toMatchObject({ kind: 'later' });
    expect(sessions.size).toBe(0);
  });
});

describe('receipts', () => {
  const RECEIPT = { esm_class: 0x04, source_addr: '77011234567', destination_addr: 'FORECOURT' };
  const text = (stat: string): string =>
    `id:sm-1 sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:${stat} err:000`;

  it.each([
    ['delivered, in the words of the text', { short_message: text('DELIVRD') }, 'delivered'],
    ['given up, in the words of the text', { short_message: text('UNDELIV') }, 'failed'],
    ['delivered, by its fields', { receipted_message_id: 'sm-1', message_state: 2 }, 'delivered'],
    ['given up, by its fields', { receipted_message_id: 'sm-1', message_state: 3 }, 'failed'],
  ])('%s', async (_title, fields, state) => {
    const { port, tell } = await started();
    await carrierTo(port).send(message(SHORT));
    expect(await tell({ ...RECEIPT, ...fields })).toBe(0);
    expect(receipts).toMatchObject([{ providerId: 'sm-1', state }]);
  });

  it('what is still on its way, or no receipt at all, says nothing', async () => {
    const { port, tell } = await started();
    await carrierTo(port).send(message(SHORT));
    expect(await tell({ ...RECEIPT, short_message: text('ENROUTE') })).toBe(0);
    expect(await tell({ ...RECEIPT, esm_class: 0, short_message: 'СТОП' })).toBe(0);
    expect(receipts).toEqual([]);
  });

  it('one that could not be kept is asked for again', async () => {
    const { port, tell } = await started();
    let kept = false;
    const heard = async (): Promise<void> => {
      await Promise.resolve();
      if (!kept) throw new Error('disk full');
    };
    await carrierTo(port, { heard }).send(message(SHORT));
    expect(await tell({ ...RECEIPT, short_message: text('DELIVRD') })).toBe(0x64);
    kept = true;
    expect(await tell({ ...RECEIPT, short_message: text('DELIVRD') })).toBe(0);
    expect(receipts).toHaveLength(1);
  });
});
