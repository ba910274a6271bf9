import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Talker {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A real server on a free port of this machine that says what a test has it say. */
export async function startTalker(talk: (socket: Socket) => void): Promise<Talker> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Listening on TCP, not on a path.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
