import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Certificate } from './certificate.ts';

export interface MailServerOptions {
  readonly certificate?: Certificate;
  /** From the first byte on, not after STARTTLS. */
  readonly secure?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** What is answered to a recipient: a status, or nothing to take it. */
  readonly refuse?: (recipient: string) => { code: number; text: string } | null;
  /** The same of the letter itself. */
  readonly refuseLetter?: () => { code: number; text: string } | null;
  /** Never answers to a recipient. */
  readonly silent?: boolean;
}

/** A letter that arrived, and whom it was really for. */
export interface Arrived {
  readonly email: Email;
  readonly recipients: readonly string[];
  readonly from: string;
  readonly encrypted: boolean;
}

export interface MailServer {
  readonly port: number;
  readonly letters: Arrived[];
  readonly stop: () => Promise<void>;
}

/** A real SMTP server on a free port of this machine. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const letters: Arrived[] = [];
  const server = new SMTPServer({ ...settings(options), ...handlers(options, letters) });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // Listening on TCP, not on a path.
  const { port } = server.server.address() as AddressInfo;
  return { port, letters, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

function settings({ certificate, secure = false, user }: MailServerOptions): SMTPServerOptions {
  const tls = certificate === undefined ? { disabledCommands: ['STARTTLS'] } : certificate;
  const authOptional = user === undefined;
  return { ...tls, secure, authOptional, logger: false, closeTimeout: 100 };
}

function handlers(options: MailServerOptions, letters: Arrived[]): SMTPServerOptions {
  const { user, password, refuse, refuseLetter, silent = false } = options;
  return {
    onAuth: (auth, _session, done) => {
      const known = auth.username === user && auth.password === password;
      if (known) done(null, { user: auth.username ?? '' });
      else done(withCode(535, 'wrong name or password'));
    },
    onRcptTo: ({ address }, _session, done) => {
      if (silent) return;
      const refused = refuse?.(address) ?? null;
      done(refused === null ? null : withCode(refused.code, refused.text));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = refuseLetter?.() ?? null;
        if (refused !== null) {
          done(withCode(refused.code, refused.text));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        void PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          letters.push({
            email,
            recipients: rcptTo.map(({ address }) => address),
            from: mailFrom === false ? '' : mailFrom.address,
            encrypted: session.secure,
          });
          setImmediate(done);
        });
      });
    },
  };
}

function withCode(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
