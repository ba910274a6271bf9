import { describe, expect, it } from 'vitest';
import { nextTick, ref } from 'vue';
import { useList } from '#bridge/query/use-list.ts';
import { useQuery } from '#bridge/query/use-query.ts';
import { good, openWindow, refused, settle } from './scripted-window.ts';

const answer = (fills: readonly number[]) => good({ fills });

describe('asking for something that is shown', () => {
  it('loads, is ready, goes stale under a refusal and keeps what it had', async () => {
    const { used: query, asked } = openWindow(() => useQuery('sale:open', {}));
    expect(query.state.value).toBe('loading');
    asked[0]!.answer(answer([1]));
    await settle();
    expect(query.state.value).toBe('ready');

    void query.reload();
    asked[1]!.answer(refused('LINK_DOWN'));
    await settle();
    expect(query.state.value).toBe('stale');
    expect(query.answer.value).toEqual({ fills: [1] });
    expect(query.refusal.value?.code).toBe('LINK_DOWN');
  });

  it('fails when the first answer is a refusal, and recovers on a new try', async () => {
    const { used: query, asked } = openWindow(() => useQuery('sale:open', {}));
    asked[0]!.answer(refused('NOT_CACHED'));
    await settle();
    expect(query.state.value).toBe('failed');
    void query.reload();
    asked[1]!.answer(answer([]));
    await settle();
    expect(query.state.value).toBe('ready');
  });

  it('only the answer to the latest question counts, whichever comes last', async () => {
    const limit = ref(1);
    const { used: query, asked } = openWindow(() =>
      useQuery('sale:recent', () => ({ limit: limit.value })),
    );
    limit.value = 2;
    await nextTick();
    asked[1]!.answer(answer([2]));
    asked[0]!.answer(answer([1]));
    await settle();
    expect(asked.map(({ input }) => input)).toEqual([{ limit: 1 }, { limit: 2 }]);
    expect(query.answer.value).toEqual({ fills: [2] });
  });

  it('asks nothing while there is nothing to ask about', async () => {
    const limit = ref<number | null>(null);
    const { asked } = openWindow(() =>
      useQuery('sale:recent', () => (limit.value === null ? null : { limit: limit.value })),
    );
    expect(asked).toEqual([]);
    limit.value = 5;
    await nextTick();
    expect(asked).toHaveLength(1);
  });

  it('asks again when the engine says that it changed, and not after the screen is gone', async () => {
    const window = openWindow(() => useQuery('sale:open', {}, ['sale:changed']));
    window.tell('sale:changed', {});
    expect(window.asked).toHaveLength(2);
    window.close();
    window.tell('sale:changed', {});
    expect(window.asked).toHaveLength(2);
  });

  it('asks again when the link is back under something that failed', async () => {
    const window = openWindow(() => useQuery('sale:open', {}));
    window.asked[0]!.answer(refused('LINK_DOWN'));
    await settle();
    window.tell('sync:changed', { link: 'online' });
    await nextTick();
    expect(window.asked).toHaveLength(2);
  });
});

describe('asking page by page', () => {
  const page = (rows: readonly number[], nextCursor: string | null) =>
    good({ rows, nextCursor, asOfMs: 1 });

  it('joins the pages in order and stops at the last', async () => {
    const { used: list, asked } = openWindow(() => useList('client:list', {}));
    asked[0]!.answer(page([1, 2], 'b'));
    await settle();
    expect(list.hasMore.value).toBe(true);
    void list.more();
    void list.more();
    expect(asked).toHaveLength(2);
    expect(asked[1]!.input).toEqual({ cursor: 'b' });
    asked[1]!.answer(page([3], null));
    await settle();
    expect(list.rows.value).toEqual([1, 2, 3]);
    await list.more();
    expect(asked).toHaveLength(2);
  });

  it('a new question drops the pages of the old one, even a page still under way', async () => {
    const search = ref('a');
    const { used: list, asked } = openWindow(() =>
      useList('client:list', () => ({ search: search.value })),
    );
    asked[0]!.answer(page([1], 'b'));
    await settle();
    void list.more();
    search.value = 'z';
    await nextTick();
    asked[2]!.answer(page([9], null));
    await settle();
    asked[1]!.answer(page([2], null));
    await settle();
    expect(list.rows.value).toEqual([9]);
  });
});
