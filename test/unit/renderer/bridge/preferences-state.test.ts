import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { usePreferences } from '#bridge/state/preferences-state.ts';
import { settingsDefaults } from '#protocol/shell.ts';
import { mounted } from './mounted.ts';

type Preferences = ReturnType<typeof usePreferences>;

async function store(answers: object, refusals = {}) {
  let made: Preferences | null = null;
  const holder = defineComponent(() => {
    made = usePreferences();
    return () => h('i');
  });
  const known = { 'settings:set': { ...settingsDefaults, language: 'kk' }, ...answers };
  const { asked } = await mounted(holder, {}, known, refusals);
  if (made === null) throw new Error('no store was made');
  return { asked, preferences: made as Preferences };
}

describe('the preferences of a window', () => {
  it('[O-21] are as the desk has it until the person has said otherwise', async () => {
    const kept = { zone: 'Asia/Almaty', numberFormat: 'point', defaultReport: 'months' };
    const { preferences } = await store({ 'preferences:get': kept });
    expect(preferences.language).toBe('ru');
    expect(preferences.decimalSeparator).toBeUndefined();
    await preferences.load();
    expect(preferences.zone).toBe('Asia/Almaty');
    expect(preferences.decimalSeparator).toBe('.');
    expect(preferences.defaultReport).toBe('months');
  });

  it('[O-21] a refused change leaves what was', async () => {
    const refusals = { 'preferences:set': 'FIELD_INVALID' } as const;
    const { preferences } = await store({ 'preferences:get': { zone: 'Asia/Almaty' } }, refusals);
    await preferences.load();
    await preferences.change({ zone: 'Mars/Olympus' });
    expect(preferences.zone).toBe('Asia/Almaty');
  });

  it('[P-08] a language is shown at once, also where the backend cannot be told', async () => {
    const refusals = { 'preferences:set': 'ONLINE_REQUIRED' } as const;
    const { asked, preferences } = await store({ 'preferences:get': {} }, refusals);
    await preferences.changeLanguage('kk');
    expect(preferences.language).toBe('kk');
    expect(asked.find(({ method }) => method === 'preferences:set')?.input).toEqual({
      language: 'kk',
    });
  });
});
