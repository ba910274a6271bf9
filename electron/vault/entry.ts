import pino from 'pino';
import { type Port, VaultServer } from './serve.ts';

/** What Electron adds to `process` in a utility process; its own types belong to main. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: unknown; ports: Port[] }) => void): unknown;
  postMessage(message: unknown): void;
}

// Electron's types are not known in this room, and the property exists only there.
const { parentPort } = process as typeof process & { parentPort: ParentPort };

const log = pino({ name: 'vault' });

// Loaded at the first call: without libsecret it throws, and that is the state «absent».
const server = new VaultServer(async () => (await import('keytar')).default);

parentPort.on('message', ({ data, ports }) => {
  server.control(data, ports).then(
    (reply) => parentPort.postMessage(reply),
    (error: unknown) => {
      // Its text may name a path or hold a part of the message: the kind of error has to do.
      log.fatal({ error: error instanceof Error ? error.name : 'unknown' }, 'a call failed');
      process.exit(1);
    },
  );
});
