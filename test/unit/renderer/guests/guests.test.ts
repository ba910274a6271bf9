import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import NewsDialog from '#features/guests/news/NewsDialog.vue';
import NewsScreen from '#features/guests/news/NewsScreen.vue';
import StationsScreen from '#features/guests/stations/StationsScreen.vue';
import { keptNews, news, stations } from '#test/support/screens/outside/guest-samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const asOfMs = Date.UTC(2026, 10, 22, 9);

describe('what a guest reads', () => {
  it('[O-23] news in his language, without those of another programme', async () => {
    const [first, second] = news;
    const rows = [first, { ...second, programmeId: 'other' }];
    const { wrapper } = await mounted(
      NewsScreen,
      { programme: null },
      { 'news:public': { rows, asOfMs } },
    );
    expect(wrapper.findAll('article')).toHaveLength(1);
    expect(wrapper.find('article h2').text()).toBe(first?.texts.ru?.title);
  });

  it('[O-23] that there are no news, and that none have come here yet', async () => {
    const props = { programme: null };
    const empty = await mounted(NewsScreen, props, { 'news:public': { rows: [], asOfMs } });
    expect(empty.wrapper.text()).toContain('Новостей нет');
    const cut = await mounted(NewsScreen, props, {}, { 'news:public': 'LINK_DOWN' });
    expect(cut.wrapper.text()).toContain('ещё не загружались');
  });

  it('[O-23] that the list of stations has not come here yet', async () => {
    const { wrapper } = await mounted(StationsScreen, {}, {}, { 'station:public': 'LINK_DOWN' });
    expect(wrapper.find('[role="alert"]').text()).toContain('Список АЗС ещё не получен');
  });

  it('[O-23] stations on paper: where, when, what; «не указано» where nobody has said', async () => {
    const { wrapper } = await mounted(
      StationsScreen,
      {},
      { 'station:public': { rows: stations, asOfMs } },
    );
    await flushPromises();
    const lines = [...document.querySelectorAll('.table-paper__lines tbody tr')];
    const texts = lines.map((line) => line.textContent ?? '');
    expect(texts).toHaveLength(3);
    expect(texts[0]).toContain('Круглосуточно');
    expect(texts[1]).toContain('Пн–Пт 06:00–22:00; Сб 08:00–20:00');
    expect(texts[2]).toContain('не указано');
    wrapper.unmount();
  });
});

describe('whoever writes news', () => {
  const written = { done: true };

  async function open(edited: (typeof keptNews)[number] | 'new') {
    const { asked, wrapper } = await mounted(NewsDialog, { edited }, { 'news:put': written });
    await flushPromises();
    const sent = () => asked.filter(({ method }) => method === 'news:put');
    return { sent, send: () => press('Enter', true), wrapper };
  }

  it('[O-23] is asked for words in one language at least', async () => {
    const { sent, send, wrapper } = await open('new');
    await send();
    expect(document.querySelectorAll('[role="dialog"] [role="alert"]')).toHaveLength(2);
    expect(sent()).toEqual([]);
    wrapper.unmount();
  });

  it('[O-23] changes what was read, under its revision, and keeps a term that was not touched', async () => {
    const [current] = keptNews;
    if (current === undefined) return expect.fail('there are samples');
    const { sent, send, wrapper } = await open(current);
    await send();
    const { newsId, revision, fromMs, untilMs, texts } = current;
    expect(sent()[0]?.input).toMatchObject({ newsId, revision, fromMs, untilMs, texts });
    wrapper.unmount();
  });
});
