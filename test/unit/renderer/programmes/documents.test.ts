import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import DocumentsPanel from '#features/programmes/documents/DocumentsPanel.vue';
import { paragraphDiff } from '#features/programmes/documents/paragraph-diff.ts';
import { mounted } from '../bridge/mounted.ts';

const profile = programmeProfile.parse(shippedProgrammes().find(({ documents }) => documents[0]));
const [rule] = profile.documents;
if (rule === undefined) throw new Error('a programme with a document is needed');
const { kind } = rule;
const head = {
  kind,
  version: 1,
  fromMs: 1,
  publishedAtMs: 1,
  hash: 'a'.repeat(64),
  languages: profile.languages,
};
const text = { title: 'Оферта', body: 'Первый абзац.\n\nВторой абзац.' };
const texts = Object.fromEntries(profile.languages.map((language) => [language, text]));
const kept = {
  profile: { ...profile, documents: [rule] },
  active: true,
  revision: 0,
  changedAtMs: 1,
  versions: [head],
};

async function open() {
  const answers = { 'terms:texts': { head, texts, asOfMs: 1 }, 'terms:publish': head };
  return mounted(DocumentsPanel, { kept } as never, answers);
}

const dialog = () => document.querySelector<HTMLElement>('[role="dialog"]');
const press = async (words: string) => {
  const buttons = [...document.querySelectorAll('button')];
  buttons.findLast(({ textContent }) => textContent?.includes(words))?.click();
  await flushPromises();
};

describe('paragraphs of two versions', () => {
  it('are told apart, what is gone before what came in its place', () => {
    expect(paragraphDiff('а\n\nб\n\nв', 'а\n\nг\n\nв\n\nд')).toEqual([
      { change: 'same', text: 'а' },
      { change: 'gone', text: 'б' },
      { change: 'new', text: 'г' },
      { change: 'same', text: 'в' },
      { change: 'new', text: 'д' },
    ]);
    expect(paragraphDiff('', 'а')).toEqual([{ change: 'new', text: 'а' }]);
    expect(paragraphDiff('а', '')).toEqual([{ change: 'gone', text: 'а' }]);
  });
});

describe('[V-15] a new version of a document', () => {
  it('begins with the text in force, and nothing goes out unless something is changed', async () => {
    const { asked } = await open();
    await press('Опубликовать версию');
    expect(dialog()?.querySelector('textarea')?.value).toBe(text.body);
    await press('Сравнить');
    expect(dialog()?.textContent).toContain('публиковать нечего');
    expect(asked.map(({ method }) => method)).not.toContain('terms:publish');
  });

  it('is looked at beside the one in force before it is published', async () => {
    const { asked } = await open();
    await press('Опубликовать версию');
    const area = dialog()?.querySelector('textarea');
    if (!area) throw new Error('a text is written');
    area.value = 'Первый абзац.\n\nДругой абзац.';
    area.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    await press('Сравнить');
    expect(dialog()?.querySelector('del')?.textContent).toBe('Второй абзац.');
    expect(dialog()?.querySelector('ins')?.textContent).toBe('Другой абзац.');
    expect(asked.map(({ method }) => method)).not.toContain('terms:publish');
    await press('Опубликовать');
    expect(asked.at(-1)?.method).toBe('terms:publish');
  });
});
