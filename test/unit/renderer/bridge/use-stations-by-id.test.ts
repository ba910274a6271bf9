import { describe, expect, it } from 'vitest';
import { shallowRef } from 'vue';
import { useStationsById } from '#bridge/query/use-stations-by-id.ts';
import { type Asked, good, openWindow, refused, settle } from './scripted-window.ts';

const ids = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, index) => `st-${first + index}`);
const idsIn = ({ input }: Asked): readonly string[] =>
  (input as { readonly stationIds: readonly string[] }).stationIds;

/** A window whose rows name these stations; `reply` answers everything asked since. */
function open(stationIds: readonly string[]) {
  const named = shallowRef(stationIds);
  const window = openWindow(() => useStationsById(() => named.value));
  let answered = 0;
  const reply = async (): Promise<void> => {
    for (const one of window.asked.slice(answered)) {
      one.answer(
        good({ rows: idsIn(one).map((stationId) => ({ stationId, name: `АЗС ${stationId}` })) }),
      );
    }
    answered = window.asked.length;
    await settle();
  };
  return { ...window, named, reply };
}

describe('stations that rows name by id', () => {
  it('all have their names, beyond the first five hundred of the register too', async () => {
    const { used: known, asked, reply } = open([...ids(1200), 'st-3', 'st-3']);
    expect(asked.map((one) => idsIn(one).length)).toEqual([500, 500, 200]);
    await reply();
    for (const id of ids(1200)) expect(known.value.get(id)?.name).toBe(`АЗС ${id}`);
  });

  it('are asked for once each, and again when stations change', async () => {
    const { asked, named, reply, tell } = open(ids(2));
    await reply();
    named.value = ids(3);
    await settle();
    expect(idsIn(asked.at(-1)!)).toEqual(['st-2']);
    await reply();
    tell('station:changed', {});
    expect(idsIn(asked.at(-1)!)).toEqual(ids(3));
  });

  it('are asked for again after a refusal, with the next rows', async () => {
    const { used: known, asked, named, reply } = open(ids(1));
    asked[0]!.answer(refused('LINK_DOWN'));
    await settle();
    expect(known.value.size).toBe(0);
    named.value = ids(2);
    await settle();
    expect(idsIn(asked.at(-1)!)).toEqual(ids(2));
    await reply();
    expect([...known.value.keys()]).toEqual(ids(2));
  });

  it('of no rows are not asked for', () => {
    expect(open([]).asked).toEqual([]);
  });
});
