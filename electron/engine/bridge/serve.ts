import { z } from 'zod';
import type { BridgeNotice, BridgeReply } from '#protocol/bridge.ts';
import { bridgeEvents } from '#protocol/bridge.ts';
import type { Engine } from '../engine.ts';
import type { WirePort } from '../wire.ts';
import type { BridgeDesk } from './answer.ts';

/** A window needs no more pictures of the queue a second than a person can see. */
const SYNC_EVERY_MS = 250;

const request = z.strictObject({
  type: z.literal('request'),
  requestId: z.int().min(0),
  method: z.string().max(60),
  input: z.unknown(),
});

/**
 * Serves one window on its port until the window is gone. What is no request is dropped: it is not
 * our preload's.
 */
export function serveBridge(engine: Engine, desk: BridgeDesk, port: WirePort): void {
  const { events, ids, log } = engine.core;
  const send = (message: BridgeReply | BridgeNotice): void => port.postMessage(message);
  const unlisten = events.listen((event, body) => {
    const checked = bridgeEvents[event].safeParse(body);
    if (checked.success) send({ type: 'event', event, body: checked.data });
    else log.error({ event }, 'an event is not what its schema says');
  });
  const syncTold = throttled(() => {
    send({ type: 'event', event: 'sync:changed', body: engine.syncState() });
  });
  const unmoved = events.onSyncMoved(syncTold.ask);
  port.onMessage((message) => {
    const parsed = request.safeParse(message);
    if (!parsed.success) return;
    const { requestId, method, input } = parsed.data;
    void desk.ask(method, input).then((result) => {
      if (result.ok) return send({ type: 'reply', requestId, ok: true, value: result.value });
      const traceId = ids.uuid();
      const { code, params } = result;
      log.info({ method, code, traceId }, 'a method of the bridge was refused');
      send({ type: 'reply', requestId, ok: false, code, params, traceId });
    });
  });
  port.onClose(() => {
    unlisten();
    unmoved();
    syncTold.stop();
  });
}

/** Runs the work soon, once for all that asked meanwhile. */
function throttled(work: () => void): { readonly ask: () => void; readonly stop: () => void } {
  let timer: NodeJS.Timeout | null = null;
  return {
    ask() {
      timer ??= setTimeout(() => {
        timer = null;
        work();
      }, SYNC_EVERY_MS);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
