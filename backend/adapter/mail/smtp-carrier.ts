import { createTransport, type Transporter } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { SendOutcome } from '#domain/message/outgoing.ts';
import type { EmailSettings } from '#protocol/records/channel.ts';
import type { CarriedMessage, Carrier } from '#service/message/carrier-ports.ts';

/** Each step of a conversation that a server may drag out. */
export interface SmtpTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  readonly silenceMs: number;
  /** The whole of it, less than a claim's time: one that goes on talking is no longer heard. */
  readonly wholeMs: number;
}

const USUAL_TIMEOUTS: SmtpTimeouts = {
  connectMs: 10_000,
  greetingMs: 10_000,
  silenceMs: 30_000,
  wholeMs: 90_000,
};

/**
 * Letters by SMTP, one connection each. A letter that a server takes and cannot deliver comes back
 * to `fromAddress` by itself, later: that is not seen here, only a recipient that is refused at
 * once.
 */
export class SmtpCarrier implements Carrier {
  readonly #settings: EmailSettings;
  readonly #transport: Transporter<SMTPTransport.SentMessageInfo>;
  readonly #wholeMs: number;
  readonly #closing = new AbortController();

  constructor(settings: EmailSettings, secret: string | null, timeouts = USUAL_TIMEOUTS) {
    this.#settings = settings;
    this.#wholeMs = timeouts.wholeMs;
    this.#transport = createTransport(optionsOf(settings, secret, timeouts));
  }

  async send({ messageId, recipient, senderName, text }: CarriedMessage): Promise<SendOutcome> {
    const { fromAddress } = this.#settings;
    const domain = fromAddress.slice(fromAddress.indexOf('@') + 1);
    const late = AbortSignal.timeout(this.#wholeMs);
    try {
      await this.#transport.sendMail({
        messageId: `<${messageId}@${domain}>`,
        from: { name: senderName, address: fromAddress },
        // Parts, not a header's text: an address is never read as several.
        to: [{ name: '', address: recipient }],
        subject: text.subject,
        text: text.text,
        ...(text.html === null ? {} : { html: text.html }),
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        signal: AbortSignal.any([this.#closing.signal, late]),
      });
      return { kind: 'sent', providerId: null };
    } catch (error) {
      return late.aborted ? { kind: 'later', code: 'CHANNEL_TIMEOUT' } : outcomeOf(error);
    }
  }

  /** Breaks off what is under way: it is tried later. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#transport.close();
    await Promise.resolve();
  }
}

function optionsOf(
  settings: EmailSettings,
  secret: string | null,
  timeouts: SmtpTimeouts,
): SMTPTransport.Options {
  const { host, port, security, user, trustedCaPem } = settings;
  const ca = trustedCaPem === null ? {} : { ca: trustedCaPem };
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === null ? {} : { auth: { user, pass: secret ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...ca },
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
  };
}

interface SmtpFault {
  readonly code: string;
  /** Of the server's last word; 0 where it said none. */
  readonly responseCode: number;
  readonly command: string;
  readonly message: string;
}

/**
 * What the refusal means for the letter: 4xx may pass later, as may everything that is wrong with
 * the way there, which an administrator sets right; 5xx is for good (RFC 5321 §4.2.1).
 */
function outcomeOf(error: unknown): SendOutcome {
  const { code, responseCode, command, message } = faultOf(error);
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return { kind: 'later', code: 'CHANNEL_AUTH_REFUSED' };
  if (code === 'ETLS') return { kind: 'later', code: 'CHANNEL_TLS_FAILED' };
  if (responseCode >= 500) {
    const ofRecipient = command === 'RCPT TO';
    return ofRecipient
      ? { kind: 'bounced', code: 'RECIPIENT_REFUSED' }
      : { kind: 'failed', code: 'CHANNEL_REFUSED' };
  }
  if (responseCode >= 400) return { kind: 'later', code: 'CHANNEL_DEFERRED' };
  if (code === 'ETIMEDOUT') return { kind: 'later', code: 'CHANNEL_TIMEOUT' };
  const tls = /certificate|SSL|TLS/u.test(message);
  return { kind: 'later', code: tls ? 'CHANNEL_TLS_FAILED' : 'CHANNEL_UNREACHABLE' };
}

function faultOf(error: unknown): SmtpFault {
  const told: object = error instanceof Error ? error : {};
  const text = (name: string): string => {
    const value: unknown = Reflect.get(told, name);
    return typeof value === 'string' ? value : '';
  };
  const responseCode: unknown = Reflect.get(told, 'responseCode');
  return {
    code: text('code'),
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
    command: text('command'),
    message: text('message'),
  };
}
