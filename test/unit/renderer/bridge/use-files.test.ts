import { describe, expect, it } from 'vitest';
import type { Result } from '#domain/result.ts';
import { useFiles } from '#bridge/query/use-files.ts';
import { good, openWindow, refused, settle } from './scripted-window.ts';

interface Made {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

function openFiles() {
  const told: string[] = [];
  const window = openWindow(() =>
    useFiles({ refused: ({ code }) => told.push(code), done: (title) => told.push(title) }),
  );
  let answer: (made: Result<Made>) => void = () => undefined;
  const save = (name: string): Promise<void> =>
    window.used.save({
      make: () => new Promise<Result<Made>>((made) => (answer = made)),
      nameOf: () => name,
      saidOf: (savedAs) => `${savedAs} is saved`,
    });
  return { ...window, files: window.used, told, save, made: (to: Result<Made>) => answer(to) };
}

const file: Result<Made> = { ok: true, value: { bytes: new Uint8Array(2) } };

describe('a file of a screen', () => {
  it('is made, saved and told of by the name the person chose; meanwhile nothing else is begun', async () => {
    const { files, asked, told, save, made } = openFiles();
    void save('sums.xlsx');
    void save('again.xlsx');
    expect(files.work.value).toBe('making');
    made(file);
    await settle();
    expect(files.work.value).toBe('saving');
    expect(asked.map(({ method }) => method)).toEqual(['file:save']);
    expect(asked[0]?.input).toMatchObject({ suggestedName: 'sums.xlsx' });
    asked[0]?.answer(good({ savedAs: 'sums of May.xlsx' }));
    await settle();
    expect(told).toEqual(['sums of May.xlsx is saved']);
    expect(files.work.value).toBeNull();
  });

  it('that is not made or not saved says why, and one that nobody wanted says nothing', async () => {
    const { files, asked, told, save, made } = openFiles();
    void save('sums.xlsx');
    made({ ok: false, code: 'REPORT_TOO_LONG', params: {} });
    await settle();
    for (const answer of [refused('DISK_FULL'), good({ savedAs: null })]) {
      void save('sums.xlsx');
      made(file);
      await settle();
      asked.at(-1)?.answer(answer);
      await settle();
    }
    expect(told).toEqual(['REPORT_TOO_LONG', 'DISK_FULL']);
    expect(files.work.value).toBeNull();
  });

  it('on paper is told of only where nothing else shows that it was printed', async () => {
    const { asked, told, files } = openFiles();
    void files.print({ to: 'printer', suggestedName: 'sums.pdf' });
    await settle();
    asked[0]?.answer(good({ printed: true }));
    await settle();
    void files.print({ to: 'pdf', suggestedName: 'sums.pdf', said: 'printed' });
    await settle();
    asked[1]?.answer(good({ printed: true }));
    await settle();
    expect(told).toEqual(['printed']);
  });
});
