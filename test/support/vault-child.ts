import { MessageChannel } from 'node:worker_threads';
import keytar from 'keytar';
import { z } from 'zod';
import { VaultServer, type Port } from '#vault/serve.ts';

// A vault in a process of its own, as in the product, with real keytar. It is asked by messages:
// { control } as main asks it, { client, request } as engine and backend ask it.

const question = z.union([
  z.strictObject({ control: z.unknown() }),
  z.strictObject({ client: z.enum(['engine', 'backend']), request: z.unknown() }),
]);
const server = new VaultServer(async () => keytar);

process.on('message', (message) => {
  const asked = question.parse(message);
  const answer =
    'client' in asked
      ? askAs(asked.client, asked.request)
      : server.control({ requestId: 1, control: asked.control }, []);
  void answer.then((reply) => process.send?.(reply));
});

async function askAs(client: 'engine' | 'backend', request: unknown): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  const served: Port = {
    on: (_event, listener) => port1.on('message', (data: unknown) => listener({ data })),
    postMessage: (message) => port1.postMessage(message),
    start: () => port1.start(),
  };
  await server.control({ requestId: 1, control: { ask: 'serve', client } }, [served]);
  return new Promise((resolve) => {
    port2.once('message', (reply) => {
      port1.close();
      resolve(reply);
    });
    port2.postMessage({ requestId: 1, request });
  });
}
