import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { settingsDefaults } from '#protocol/shell.ts';
import GeneralSection from '#features/settings/general/GeneralSection.vue';
import { mounted } from '../bridge/mounted.ts';

const answers = { 'settings:set': { ...settingsDefaults, language: 'kk' }, 'preferences:set': {} };

describe('[O-21] how the product is for a person', () => {
  it('[O-21] is put back to the usual as a whole, what he is told of among it', async () => {
    const { wrapper, asked } = await mounted(GeneralSection, {}, answers);
    await wrapper.get('.general-section__reset').trigger('click');
    const changes = asked.filter(({ method }) => method === 'preferences:set');
    expect(changes.map(({ input }) => input)).toEqual([
      { language: null, zone: null, numberFormat: null, defaultReport: null, notifications: null },
    ]);
  });

  it('a language that cannot go with him is told, and holds here all the same', async () => {
    const refusals = { 'preferences:set': 'ONLINE_REQUIRED' } as const;
    const { wrapper, told } = await mounted(GeneralSection, {}, answers, refusals);
    const choices = wrapper.findAll('[role="radio"]');
    await choices.find((one) => one.text().includes('Қаз'))?.trigger('click');
    await flushPromises();
    expect(told().map(({ title }) => title)).toEqual(['Нужна связь']);
  });
});
