/* The engine's entry in a thread, with what Electron's utility process would give it. */
import { parentPort, type MessagePort } from 'node:worker_threads';

interface Handed {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
}

const toMain = parentPort;
if (toMain === null) throw new Error('this runs as a thread');

/** Electron's ports give an event where Node's give the message itself. */
function asElectron(port: MessagePort) {
  return {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      port.on(event, (data: unknown) => listener({ data }));
    },
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

Object.defineProperty(process, 'parentPort', {
  value: {
    on(_event: 'message', listener: (message: { data: unknown; ports: unknown[] }) => void) {
      toMain.on('message', ({ data, ports }: Handed) => {
        listener({ data, ports: ports.map(asElectron) });
      });
    },
    postMessage: (notice: unknown) => toMain.postMessage(notice),
  },
});

await import('#engine/entry.ts');
