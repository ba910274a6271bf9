import { v7 as uuid } from 'uuid';
import { call } from '#test/support/backend/http-client.ts';
import { cardId } from '../data/bulk-network.ts';
import type { ChildServer } from '../http/child-server.ts';
import type { ServedNetwork } from '../sync/served-network.ts';
import { pairedRow, type Row } from '../table/row.ts';
import type { Pair } from '../table/statistics.ts';
import type { Synchronized } from './desk-child.ts';

const AT_ONCE = 32;

/** A workstation that has everything of its network. */
export interface Standing {
  readonly cards: number;
  readonly network: ServedNetwork;
  readonly desk: ChildServer<unknown>;
}

interface Sizes {
  readonly small: Standing;
  readonly large: Standing;
}

/**
 * What a round costs when nothing, and when so many cards changed: both networks in turn, because
 * minutes later the machine is another one.
 */
export async function deltaRows(
  { small, large }: Sizes,
  { changed, rounds }: { readonly changed: number; readonly rounds: number },
): Promise<Row[]> {
  const nothing: Pair[] = [];
  const deltas: Pair[] = [];
  for (const { desk } of [small, large]) await tookMs(desk);
  for (let n = 0; n < 2 * rounds; n += 1) {
    nothing.push({ reference: await tookMs(small.desk), product: await tookMs(large.desk) });
    const isBlock = n % 2 === 0;
    for (const { network } of [small, large]) await change(network, changed, isBlock);
    deltas.push({ reference: await tookMs(small.desk), product: await tookMs(large.desk) });
  }
  const rowsOf = (what: string, pairs: readonly Pair[], atMost: number): Row[] => {
    const how = `a whole round with ${large.cards} cards`;
    const figure = { unit: 'ms', rounds: pairs, against: `${small.cards} cards`, how } as const;
    return [
      pairedRow({ ...figure, what, target: { of: 'product', atMost } }),
      pairedRow({ ...figure, what: `${what}, growth`, target: { of: 'ratio', atMost: 1.5 } }),
    ];
  };
  return [
    ...rowsOf('delta, nothing new', nothing, 10),
    ...rowsOf(`delta, ${changed} cards changed`, deltas, 100),
  ];
}

async function tookMs(desk: ChildServer<unknown>): Promise<number> {
  return (await desk.ask<Synchronized>({})).tookMs;
}

/** Stops so many cards, or frees them again: each is one change of the feed. */
async function change(network: ServedNetwork, count: number, block: boolean): Promise<void> {
  const auth = { session: network.manager };
  const one = (n: number): Promise<unknown> => {
    const asked = { commandId: uuid(), cardId: cardId(n) };
    return block
      ? call(network.url, 'card.block', { ...asked, reason: 'client' }, auth)
      : call(network.url, 'card.unblock', asked, auth);
  };
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => from + n);
    await Promise.all(some.map(one));
  }
}
