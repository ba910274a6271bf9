import { isIP } from 'node:net';
import pRetry from 'p-retry';
import smpp, { type Pdu, type PduFields, type Session } from 'smpp';
import type { SendOutcome } from '#domain/message/outgoing.ts';
import type { SmppSettings } from '#protocol/records/channel.ts';
import type { CarriedMessage, Carrier, OnReceipt } from '#service/message/carrier-ports.ts';
import { textPdus } from './smpp-parts.ts';
import { receiptFrom } from './smpp-receipt.ts';

export interface SmppTimeouts {
  /** How long one answer of the message centre is waited for. */
  readonly answerMs: number;
  /** The first pause before it is called again; the next ones are longer, up to a minute. */
  readonly againMs: number;
}

const USUAL_TIMEOUTS: SmppTimeouts = { answerMs: 10_000, againMs: 1_000 };
const AGAIN_MAX_MS = 60_000;
/** So often a quiet connection is used (SMPP 3.4 §4.11). */
const ENQUIRE_MS = 30_000;
/** Type and plan of a number as E.164 has it. */
const INTERNATIONAL = { dest_addr_ton: 1, dest_addr_npi: 1 };

/** What a message centre answers (SMPP 3.4 §5.1.3): busy or throttled; no such number. */
const OK = 0;
const BUSY: ReadonlySet<number> = new Set([0x08, 0x14, 0x58, 0x64]);
const NO_SUCH_NUMBER = 0x0b;
/** Of a binding: refused, wrong password, unknown system. */
const NOT_ADMITTED: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f]);

// In strict mode the package assigns to this name, which it does not declare, when it reads a
// message that came as a payload.
Reflect.set(globalThis, 'skipUdh', undefined);

type NoAnswer = 'CHANNEL_TIMEOUT' | 'CHANNEL_UNREACHABLE';

/**
 * Short messages by SMPP 3.4 over one bound connection, which is called again whenever it breaks,
 * because receipts come over it, too.
 */
export class SmppCarrier implements Carrier {
  readonly #settings: SmppSettings;
  readonly #secret: string;
  readonly #timeouts: SmppTimeouts;
  readonly #onReceipt: OnReceipt;
  readonly #closing = new AbortController();
  readonly #keeping: Promise<void>;
  #session: Session | null = null;
  /** Settles with the call that is under way. */
  #calling: Promise<unknown> = Promise.resolve();
  /** Why there is no connection. */
  #fault = 'CHANNEL_UNREACHABLE';

  constructor(
    settings: SmppSettings,
    secret: string | null,
    { onReceipt, timeouts = USUAL_TIMEOUTS }: { onReceipt: OnReceipt; timeouts?: SmppTimeouts },
  ) {
    this.#settings = settings;
    this.#secret = secret ?? '';
    this.#onReceipt = onReceipt;
    this.#timeouts = timeouts;
    this.#keeping = this.#keepBound();
  }

  async send({ messageId, recipient, text, expiresAtMs }: CarriedMessage): Promise<SendOutcome> {
    if (this.#session === null) await this.#calling;
    const session = this.#session;
    if (session === null) return { kind: 'later', code: this.#fault };
    const { longTexts, sourceAddress, sourceTon, sourceNpi } = this.#settings;
    const common = {
      ...INTERNATIONAL,
      source_addr: sourceAddress,
      source_addr_ton: sourceTon,
      source_addr_npi: sourceNpi,
      destination_addr: recipient.replace(/^\+/u, ''),
      validity_period: new Date(expiresAtMs),
    };
    let providerId: string | null = null;
    for (const part of textPdus(text.text, messageId, longTexts)) {
      const answer = await this.#submit(session, { ...common, ...part });
      if (typeof answer === 'string') return { kind: 'later', code: answer };
      if (answer.command_status !== OK) return refused(answer.command_status);
      const named = answer['message_id'];
      providerId = typeof named === 'string' && named !== '' ? named : null;
    }
    return { kind: 'sent', providerId };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#session?.unbind(() => undefined);
    this.#session?.close();
    await this.#keeping;
  }

  async #keepBound(): Promise<void> {
    const { signal } = this.#closing;
    const { againMs } = this.#timeouts;
    const pauses = { minTimeout: againMs, maxTimeout: AGAIN_MAX_MS, unref: true };
    const forever = { retries: Number.POSITIVE_INFINITY, signal, ...pauses };
    while (!signal.aborted) {
      try {
        await pRetry(() => this.#boundOnce(), forever);
      } catch {
        // Given up because it is closing; every other failure is tried again.
      }
    }
  }

  /**
   * One connection from its call to its end. One that ends soon is a call that failed: whoever lets
   * in and hangs up is called after longer and longer pauses, too.
   */
  async #boundOnce(): Promise<void> {
    const session = await this.#call();
    const boundMs = performance.now();
    await closed(session);
    this.#session = null;
    if (performance.now() - boundMs < ENQUIRE_MS) throw new Error(this.#fault);
  }

  /** One call; whoever has something to send waits for how it ends. */
  #call(): Promise<Session> {
    const call = this.#bind();
    this.#calling = call.then(
      // In its place before those who wait for the call hear of it.
      (session) => (this.#session = session),
      () => undefined,
    );
    return call;
  }

  #bind(): Promise<Session> {
    const { host, port, security, systemId, systemType, trustedCaPem } = this.#settings;
    const tls = security === 'tls';
    const ca = trustedCaPem === null ? {} : { ca: trustedCaPem };
    // An address has no name to ask for.
    const named = isIP(host) === 0 ? { servername: host } : {};
    const where = { host, port, tls, minVersion: 'TLSv1.2', ...named, ...ca } as const;
    const session = smpp.connect({ ...where, auto_enquire_link_period: ENQUIRE_MS });
    this.#listen(session);
    return new Promise((resolve, reject) => {
      const fail = (code: string): void => {
        this.#fault = code;
        clearTimeout(timer);
        session.destroy();
        reject(new Error(code));
      };
      const timer = setTimeout(() => fail('CHANNEL_TIMEOUT'), this.#timeouts.answerMs);
      this.#closing.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
      session.once('error', () => fail(tls ? 'CHANNEL_TLS_FAILED' : 'CHANNEL_UNREACHABLE'));
      session.once('close', () => fail('CHANNEL_UNREACHABLE'));
      session.once(tls ? 'secureConnect' : 'connect', () => {
        const asked = { system_id: systemId, system_type: systemType, password: this.#secret };
        session.bind_transceiver(asked, ({ command_status: status }) => {
          if (status !== OK) {
            fail(NOT_ADMITTED.has(status) ? 'CHANNEL_AUTH_REFUSED' : 'CHANNEL_REFUSED');
            return;
          }
          clearTimeout(timer);
          resolve(session);
        });
      });
    });
  }

  /** What the message centre says by itself. */
  #listen(session: Session): void {
    // A connection that broke, or that said what nobody can read, is of no use any more.
    session.on('error', () => session.destroy());
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('deliver_sm', (pdu: Pdu) => {
      const receipt = receiptFrom(pdu);
      const heard = receipt === null ? Promise.resolve() : this.#onReceipt(receipt);
      // Answered when it is kept: what was not answered is said again.
      heard.then(
        () => session.send(pdu.response()),
        () => session.send(pdu.response({ command_status: 0x64 })),
      );
    });
  }

  #submit(session: Session, fields: PduFields): Promise<Pdu | NoAnswer> {
    return new Promise((resolve) => {
      const done = (answer: Pdu | NoAnswer): void => {
        clearTimeout(timer);
        session.off('close', broken);
        resolve(answer);
      };
      const broken = (): void => done('CHANNEL_UNREACHABLE');
      const timer = setTimeout(() => {
        session.destroy();
        done('CHANNEL_TIMEOUT');
      }, this.#timeouts.answerMs);
      session.once('close', broken);
      if (!session.submit_sm(fields, done)) broken();
    });
  }
}

function closed(session: Session): Promise<void> {
  return new Promise((resolve) => {
    if (session.socket.closed) resolve();
    else session.once('close', () => resolve());
  });
}

function refused(status: number): SendOutcome {
  if (BUSY.has(status)) return { kind: 'later', code: 'CHANNEL_DEFERRED' };
  if (status === NO_SUCH_NUMBER) return { kind: 'bounced', code: 'RECIPIENT_REFUSED' };
  return { kind: 'failed', code: 'CHANNEL_REFUSED' };
}
