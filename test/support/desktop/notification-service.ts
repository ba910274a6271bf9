import { once } from 'node:events';
import { type Socket, createConnection } from 'node:net';
import {
  CALL,
  type Incoming,
  type Outgoing,
  REPLY,
  SIGNAL,
  decodeMessage,
  encodeMessage,
} from './bus-messages.ts';

/** A notice as an application handed it to the desktop. */
export interface ReceivedNotice {
  readonly id: number;
  readonly title: string;
  readonly text: string;
}

const NAME = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
const BUS = 'org.freedesktop.DBus';
const DO_NOT_QUEUE = 4;
const DISMISSED = 2;

/**
 * What shows notices on a Linux desktop, on a message bus of the tests: it keeps what it was given,
 * and a person's click is a call of the test (https://specifications.freedesktop.org/notification-spec/).
 */
export class NotificationService {
  readonly notices: ReceivedNotice[] = [];
  readonly #socket: Socket;
  #bytes = Buffer.alloc(0);
  #serial = 0;
  readonly #waiting = new Map<number, () => void>();

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** @param address of the bus, `unix:path=…` */
  static async start(address: string): Promise<NotificationService> {
    const path = /unix:path=([^,]+)/u.exec(address)?.[1] ?? '';
    const socket = createConnection({ path });
    await once(socket, 'connect');
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
    const [answer] = await once(socket, 'data');
    if (!String(answer).startsWith('OK ')) throw new Error('the bus does not let us in');
    socket.write('BEGIN\r\n');
    const service = new NotificationService(socket);
    socket.on('data', (chunk) => service.#hear(chunk));
    await service.#askBus('Hello');
    await service.#askBus('RequestName', [
      ['s', NAME],
      ['u', DO_NOT_QUEUE],
    ]);
    return service;
  }

  /** As somebody who clicks on it: the default action, and it is gone. */
  click(id: number): void {
    const signal = { type: SIGNAL, path: PATH, interface: NAME } as const;
    const invoked = [['u', id] as const, ['s', 'default'] as const];
    this.#send({ ...signal, member: 'ActionInvoked', body: invoked });
    const closed = [['u', id] as const, ['u', DISMISSED] as const];
    this.#send({ ...signal, member: 'NotificationClosed', body: closed });
  }

  stop(): void {
    this.#socket.destroy();
  }

  #send(message: Omit<Outgoing, 'serial'>): number {
    this.#serial += 1;
    this.#socket.write(encodeMessage({ ...message, serial: this.#serial }));
    return this.#serial;
  }

  #askBus(member: string, body?: Outgoing['body']): Promise<void> {
    const call = { type: CALL, path: '/org/freedesktop/DBus', interface: BUS, destination: BUS };
    const serial = this.#send({ ...call, member, ...(body === undefined ? {} : { body }) });
    return new Promise((answered) => this.#waiting.set(serial, answered));
  }

  #hear(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const read = decodeMessage(this.#bytes);
      if (read === null) return;
      this.#bytes = Buffer.from(read.rest);
      this.#take(read.message);
    }
  }

  #take(message: Incoming): void {
    if (message.type === REPLY) this.#waiting.get(message.replySerial)?.();
    if (message.type !== CALL) return;
    const body = this.#answer(message);
    const { serial: replySerial, sender: destination } = message;
    this.#send({ type: REPLY, replySerial, destination, ...(body === null ? {} : { body }) });
  }

  /** Of a call of the specification, in the form that it names. */
  #answer({ member, body }: Incoming): NonNullable<Outgoing['body']> | null {
    switch (member) {
      case 'GetCapabilities':
        return [['as', ['actions', 'body', 'body-markup']]];
      case 'GetServerInformation':
        return ['notices of the tests', 'tests', '1', '1.2'].map((text) => ['s', text] as const);
      case 'Notify': {
        // Application, the notice that it replaces, icon; then what a person reads.
        body.text();
        body.number();
        body.text();
        const id = this.notices.length + 1;
        this.notices.push({ id, title: body.text(), text: body.text() });
        return [['u', id]];
      }
      default:
        return null;
    }
  }
}
