import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { EventStream } from '#http/event-stream.ts';
import { liveEvent, type LiveEvent } from '#protocol/feed.ts';

async function readAll(stream: EventStream): Promise<LiveEvent[]> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  const frames = text.split('\n\n').filter((frame) => frame !== '');
  return frames.map((frame) => liveEvent.parse(JSON.parse(frame.replace(/^data: /u, ''))));
}

describe('event stream', () => {
  it('whoever reads slowly gets the newest event of each kind', async () => {
    const stream = new EventStream();
    for (let seq = 1; seq <= 1000; seq += 1) {
      stream.tell({ kind: 'feed-moved', cursor: String(seq) });
    }
    stream.tell({ kind: 'workstation-revoked' });
    stream.end();
    expect(await readAll(stream)).toEqual([
      { kind: 'feed-moved', cursor: '1000' },
      { kind: 'workstation-revoked' },
    ]);
  });

  it('keeps the newest recall of each allowance for a slow reader, and never without bound', async () => {
    const stream = new EventStream();
    const recall = (n: number, quantity: number): LiveEvent => {
      return { kind: 'lease-recall', allowanceKey: `money/contract-${n}`, quantity };
    };
    for (let n = 1; n <= 1000; n += 1) stream.tell(recall(n, 1));
    stream.tell(recall(1000, 2));
    stream.end();
    const heard = await readAll(stream);
    expect(heard).toHaveLength(100);
    expect(heard.at(-1)).toEqual(recall(1000, 2));
  });

  it('ends once, and what is told afterwards is passed over', async () => {
    const stream = new EventStream();
    stream.end();
    stream.end();
    stream.resume();
    await once(stream, 'end');
    stream.tell({ kind: 'ping', atMs: 1 });
    stream.destroy();
    stream.tell({ kind: 'ping', atMs: 2 });
    expect(stream.readableEnded).toBe(true);
  });
});
