/** The part of smpp (no types of its own) that short messages are sent with. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';
  import type { ConnectionOptions, TlsOptions } from 'node:tls';

  export interface PduFields {
    readonly command_status?: number;
    readonly [field: string]: unknown;
  }

  export interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly [field: string]: unknown;
    response(fields?: PduFields): Pdu;
  }

  type Answered = (pdu: Pdu) => void;

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    /** Each is false when the connection is gone: nothing was sent then. */
    bind_transceiver(fields: PduFields, answered: Answered): boolean;
    submit_sm(fields: PduFields, answered: Answered): boolean;
    deliver_sm(fields: PduFields, answered: Answered): boolean;
    unbind(answered: Answered): boolean;
    send(pdu: Pdu): boolean;
    close(): void;
    destroy(): void;
  }

  export interface ConnectOptions extends Omit<ConnectionOptions, 'port'> {
    readonly host: string;
    readonly port: number;
    readonly tls?: boolean;
    readonly auto_enquire_link_period?: number;
  }

  const smpp: {
    connect(options: ConnectOptions): Session;
    createServer(
      options: Pick<TlsOptions, 'key' | 'cert'>,
      listener: (session: Session) => void,
    ): NetServer;
  };

  export { smpp as default };
}
