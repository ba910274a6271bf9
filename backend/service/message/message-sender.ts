import { assert } from '#domain/assert.ts';
import { afterTry, CLAIM_MS, type SendOutcome } from '#domain/message/outgoing.ts';
import { isTemplate } from '#domain/message/templates.ts';
import { setUpChannel, type SetUpChannel } from '#protocol/records/channel.ts';
import type { FaultLog } from '../platform-ports.ts';
import type { Clock, Ids, Stores } from '../ports.ts';
import type { Carrier, Carriers } from './carrier-ports.ts';
import { letterFacts } from './letter-facts.ts';
import type { CarrierReceipt, OutgoingMessage } from './message-ports.ts';
import type { MessageTexts } from './message-texts.ts';
import { setUpChannels, type Channels } from './set-up-channels.ts';

/** What leaves the network through a carrier. */
export const SENT_CHANNELS: readonly SetUpChannel[] = setUpChannel.options;
/** So many go out side by side. */
const AT_ONCE = 10;
/** Receipts that may overtake the note that their message was sent. */
const EARLY_MAX = 1_000;

const DAY_MS = 24 * 3_600_000;
/** Long enough to answer who was told what, short enough to keep few addresses. */
const KEPT_MS = 90 * DAY_MS;
/** Of those that went nowhere: whoever asks for many must not fill the disk. */
const DROPPED_KEPT_MS = DAY_MS;
const FORGET_EVERY_MS = 3_600_000;

export interface SenderParts {
  readonly stores: Pick<Stores, 'messages' | 'programmes' | 'identity'>;
  readonly carriers: Carriers;
  readonly texts: MessageTexts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly faults: FaultLog;
}

interface Open {
  readonly carrier: Carrier;
  readonly revision: number;
}

/**
 * Sends what is due, at least once each: a sender that dies after the carrier took a message, and
 * before it noted so, leaves it to be sent again under the same reference.
 */
export class MessageSender {
  readonly #parts: SenderParts;
  readonly #open = new Map<SetUpChannel, Open>();
  readonly #early = new Map<string, CarrierReceipt>();
  #forgetAtMs = 0;
  #isClosed = false;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /**
   * One round: ends what is too old, sends what is due; says how many were tried. Rounds of
   * different channels may go on side by side, so that a carrier that is slow holds up its own.
   */
  async sendDue(of: readonly SetUpChannel[] = SENT_CHANNELS): Promise<number> {
    const { stores, clock, ids } = this.#parts;
    const { messages } = stores;
    const nowMs = clock.nowMs();
    await messages.expire(nowMs);
    await this.#forget(nowMs);
    const channels = await this.#setUp(of);
    const open = of.filter((channel) => this.#open.has(channel));
    if (open.length === 0) return 0;
    const claim = ids.uuid();
    const due = await messages.claimDue({
      channels: open,
      claim,
      nowMs,
      claimedUntilMs: nowMs + CLAIM_MS,
      limit: AT_ONCE,
    });
    await Promise.all(due.map((message) => this.#send(message, claim, channels)));
    return due.length;
  }

  /** Breaks off what is under way: it is queued, or taken over by another sender. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map(({ carrier }) => carrier.close()));
  }

  /** Opens what was set up or changed since, and closes what it takes the place of. */
  async #setUp(of: readonly SetUpChannel[]): Promise<Channels> {
    const { stores, carriers } = this.#parts;
    const channels = await setUpChannels(stores.messages);
    const { email, sms } = channels;
    if (of.includes('email')) {
      await this.#keep('email', email, (set) => carriers.email(set.settings, set.secret));
    }
    const hear = (receipt: Omit<CarrierReceipt, 'atMs'>) => this.#hear(receipt);
    if (of.includes('sms')) {
      await this.#keep('sms', sms, (set) => carriers.sms(set.settings, set.secret, hear));
    }
    return channels;
  }

  async #keep<T extends { readonly revision: number }>(
    channel: SetUpChannel,
    set: T | null,
    make: (set: T) => Carrier,
  ): Promise<void> {
    const open = this.#open.get(channel);
    if (open?.revision === set?.revision) return;
    this.#open.delete(channel);
    await open?.carrier.close();
    if (set !== null && !this.#isClosed)
      this.#open.set(channel, { carrier: make(set), revision: set.revision });
  }

  async #send(message: OutgoingMessage, claim: string, channels: Channels): Promise<void> {
    const { stores, clock, faults } = this.#parts;
    const { messageId, tries, expiresAtMs } = message;
    const outcome = await this.#outcomeOf(message, channels).catch(
      (error: unknown): SendOutcome => {
        faults.error(
          { event: 'message-not-sent', messageId, err: error },
          'a message was not sent',
        );
        return { kind: 'later', code: 'INTERNAL' };
      },
    );
    const nowMs = clock.nowMs();
    const settled = afterTry(outcome, { tries, expiresAtMs, nowMs });
    await stores.messages.settle(messageId, claim, { ...settled, atMs: nowMs });
    const early = settled.providerId === null ? undefined : this.#early.get(settled.providerId);
    if (early !== undefined) {
      this.#early.delete(early.providerId);
      await stores.messages.receive(early);
    }
  }

  async #outcomeOf(message: OutgoingMessage, channels: Channels): Promise<SendOutcome> {
    const { stores, texts } = this.#parts;
    const { channel, template, language, params, secrets, programmeId, ...fields } = message;
    assert(channel === 'email' || channel === 'sms', 'nobody sends this channel');
    const open = this.#open.get(channel);
    if (open === undefined) return { kind: 'later', code: 'CHANNEL_NOT_SET_UP' };
    assert(isTemplate(template), 'a template that nobody has');
    const facts = await letterFacts(stores, { programmeId, language, channels });
    const text = texts.render({ channel, template, language, params, secrets }, facts);
    return open.carrier.send({ ...fields, senderName: facts.programme, text });
  }

  /** Keeps a receipt; one that overtook the note of its message waits for it. */
  async #hear(told: Omit<CarrierReceipt, 'atMs'>): Promise<void> {
    const receipt = { ...told, atMs: this.#parts.clock.nowMs() };
    if (await this.#parts.stores.messages.receive(receipt)) return;
    const [oldest] = this.#early.keys();
    if (oldest !== undefined && this.#early.size >= EARLY_MAX) this.#early.delete(oldest);
    this.#early.set(receipt.providerId, receipt);
  }

  async #forget(nowMs: number): Promise<void> {
    if (nowMs < this.#forgetAtMs) return;
    this.#forgetAtMs = nowMs + FORGET_EVERY_MS;
    const before = { settledMs: nowMs - KEPT_MS, droppedMs: nowMs - DROPPED_KEPT_MS };
    await this.#parts.stores.messages.forget(before);
  }
}
