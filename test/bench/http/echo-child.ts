/* A Koa route that does nothing: reads the same body, answers with the same number of bytes. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import { bodyParser } from '@koa/bodyparser';
import Koa from 'koa';
import { tellUse } from './tell-use.ts';

export interface EchoOrder {
  readonly path: string;
  /** What every request is answered with: an answer of the product. */
  readonly answer: object;
}

export interface EchoReady {
  readonly url: string;
}

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [EchoOrder];
const { path, answer } = order;
const router = new Router();
router.post(path, (ctx) => {
  // Made into text for each request anew, as the product does.
  ctx.body = answer;
});
const app = new Koa();
app.use(bodyParser({ enableTypes: ['json'] }));
app.use(router.routes());
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.once('disconnect', () => {
  server.close();
  server.closeAllConnections();
});
// A server that listens on a port has an address of this form.
const { port } = server.address() as AddressInfo;
const ready: EchoReady = { url: `http://127.0.0.1:${port}` };
tellUse();
process.send?.(ready);
