import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type PduFields, type Session } from 'smpp';
import type { Certificate } from './certificate.ts';

export interface CentreOptions {
  readonly certificate?: Certificate;
  readonly port?: number;
  readonly password?: string;
  /** The status of each answer; `null` answers nothing. */
  readonly statusOf?: (message: Pdu, number: number) => number | null;
}

export interface MessageCentre {
  readonly port: number;
  /** Every `submit_sm` that came, taken or not. */
  readonly messages: Pdu[];
  /** Those that are bound now. */
  readonly sessions: Set<Session>;
  /** Resolves when the next one is bound. */
  readonly nextBound: () => Promise<void>;
  /** Says something of a message and gives the answer's status. */
  readonly tell: (fields: PduFields) => Promise<number>;
  readonly stop: () => Promise<void>;
}

const WRONG_PASSWORD = 0x0e;

/** A real message centre on a free port of this machine. */
export async function startMessageCentre(options: CentreOptions = {}): Promise<MessageCentre> {
  const messages: Pdu[] = [];
  const sessions = new Set<Session>();
  const waiting: (() => void)[] = [];
  const server = smpp.createServer(options.certificate ?? {}, (session) => {
    session.on('error', () => session.destroy());
    session.on('close', () => sessions.delete(session));
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => session.send(pdu.response()));
    session.on('bind_transceiver', (pdu: Pdu) => {
      const admitted = options.password === undefined || pdu['password'] === options.password;
      session.send(pdu.response(admitted ? {} : { command_status: WRONG_PASSWORD }));
      if (!admitted) return;
      sessions.add(session);
      for (const heard of waiting.splice(0)) heard();
    });
    session.on('submit_sm', (pdu: Pdu) => {
      messages.push(pdu);
      const status = options.statusOf === undefined ? 0 : options.statusOf(pdu, messages.length);
      if (status === null) return;
      const taken = { message_id: `sm-${messages.length}` };
      session.send(pdu.response(status === 0 ? taken : { command_status: status }));
    });
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  // Listening on TCP, not on a path.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    messages,
    sessions,
    nextBound: () => new Promise((resolve) => waiting.push(resolve)),
    tell: (fields) =>
      new Promise((resolve) => {
        const [session] = sessions;
        session?.deliver_sm(fields, (answer) => resolve(answer.command_status));
      }),
    stop: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
