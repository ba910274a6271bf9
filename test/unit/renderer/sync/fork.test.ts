import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ForkBanner from '#features/sync/ForkBanner.vue';
import { mounted, press, type Mounted } from '../bridge/mounted.ts';

interface Given {
  readonly openCount?: number;
  readonly saved?: boolean;
  readonly lineCount?: number;
  /** Whether the person names a place for the file. */
  readonly keeps?: boolean;
}

/** The banner before an engine with so much untold. */
function open({
  openCount = 0,
  saved = false,
  lineCount = 2,
  keeps = true,
}: Given = {}): Promise<Mounted> {
  const file = { fileName: 'untold.csv', bytes: new Uint8Array(3), lineCount, throughSeq: 12 };
  const savedAs = keeps ? 'sales of the desk.csv' : null;
  const answers = { 'fork:untold': file, 'file:save': { savedAs } };
  return mounted(ForkBanner, { fork: { openCount, saved } }, answers);
}

const methods = (asked: Mounted['asked']): readonly string[] => asked.map(({ method }) => method);

describe('the way out of a journal that is a fork', () => {
  it('waits until everything is ended', async () => {
    const { wrapper, asked } = await open({ openCount: 2 });
    expect(wrapper.text()).toContain('Не завершено: 2');
    await press('F6');
    await press('F7');
    expect(asked).toEqual([]);
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });

  it('notes the file as kept only when it lies somewhere', async () => {
    const given = await open({ keeps: false });
    await press('F6');
    expect(methods(given.asked)).toEqual(['fork:untold', 'file:save']);
    const { asked, told } = await open();
    await press('F6');
    expect(methods(asked)).toEqual(['fork:untold', 'file:save', 'fork:saved']);
    expect(asked.at(-1)?.input).toEqual({ throughSeq: 12 });
    expect(told().map(({ title }) => title)).toEqual([
      'Файл sales of the desk.csv сохранён, записей: 2',
    ]);
  });

  it('asks for no place where there is nothing to save', async () => {
    const { asked } = await open({ lineCount: 0 });
    await press('F6');
    expect(methods(asked)).toEqual(['fork:untold', 'fork:saved']);
  });

  it('joins again with a code, by the keyboard alone', async () => {
    const { asked } = await open({ saved: true });
    await press('F7');
    const field = document.querySelector<HTMLInputElement>('[role="dialog"] input');
    if (field === null) throw new Error('there is no field for the code');
    field.value = ' 7ZQ4M-AAAAA ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    await press('Enter', true);
    expect(asked.at(-1)).toEqual({ method: 'fork:rejoin', input: { code: '7ZQ4M-AAAAA' } });
  });
});
