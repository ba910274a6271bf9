import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { EngineLine } from '#preload/engine-line.ts';
import { exposedNames } from '#preload/methods.ts';
import { bridge, bridgeEvents } from '#protocol/bridge.ts';
import { shell, shellEvents } from '#protocol/shell.ts';

const sorted = (names: readonly string[]): readonly string[] => names.toSorted();

describe('what a page may call', () => {
  it('is exactly the two tables', () => {
    expect(sorted(exposedNames.engine)).toEqual(sorted(Object.keys(bridge)));
    expect(sorted(exposedNames.engineEvents)).toEqual(sorted(Object.keys(bridgeEvents)));
    expect(sorted(exposedNames.shell)).toEqual(sorted(Object.keys(shell)));
    expect(sorted(exposedNames.shellEvents)).toEqual(sorted(Object.keys(shellEvents)));
  });

  it('changes only on purpose', () => {
    const lists = Object.entries(exposedNames).map(([list, names]) => [list, sorted(names)]);
    expect(Object.fromEntries(lists)).toMatchSnapshot();
  });
});

/** Node's ports behave like those of a page, but for their types. */
function channel(): { page: MessagePort; engine: MessagePort } {
  const { port1, port2 } = new MessageChannel();
  return { page: port1 as unknown as MessagePort, engine: port2 as unknown as MessagePort };
}

/** An engine that answers every request with its number and method. */
function answering(engine: MessagePort): void {
  engine.addEventListener('message', ({ data }: MessageEvent) => {
    const { requestId, method } = data;
    engine.postMessage({ type: 'reply', requestId, ok: true, value: `${method} ${requestId}` });
  });
  engine.start();
}

describe('line to the engine', () => {
  const restarting = { ok: false, code: 'ENGINE_RESTARTING', params: {}, traceId: '' };

  it('refuses while there is no engine', async () => {
    expect(await new EngineLine().request('sync:state', {})).toEqual(restarting);
  });

  it('gives each request its own answer', async () => {
    const { page, engine } = channel();
    const line = new EngineLine();
    line.use(page);
    answering(engine);
    const answers = await Promise.all([line.request('a', {}), line.request('b', {})]);
    expect(answers).toEqual([
      { ok: true, value: 'a 1' },
      { ok: true, value: 'b 2' },
    ]);
    line.use(null);
  });

  it('refuses what waits when the engine is lost, and works over the next port', async () => {
    const line = new EngineLine();
    line.use(channel().page);
    const waiting = line.request('sale:authorize', {});
    line.use(null);
    expect(await waiting).toEqual(restarting);
    const { page, engine } = channel();
    answering(engine);
    line.use(page);
    expect(await line.request('sync:state', {})).toMatchObject({ ok: true });
    line.use(null);
  });

  it('tells an event to those who listen to it, until they stop', async () => {
    const { page, engine } = channel();
    const line = new EngineLine();
    line.use(page);
    answering(engine);
    const heard: unknown[] = [];
    const stop = line.on('sale:changed', (body) => heard.push(body));
    engine.postMessage({ type: 'event', event: 'sale:changed', body: 1 });
    engine.postMessage({ type: 'event', event: 'sync:changed', body: 2 });
    await line.request('after', {});
    stop();
    engine.postMessage({ type: 'event', event: 'sale:changed', body: 3 });
    await line.request('after', {});
    expect(heard).toEqual([1]);
    line.use(null);
  });
});
