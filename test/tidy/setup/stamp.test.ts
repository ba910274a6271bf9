import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fileSign, hashParts, hashTree, readJson, writeJson } from '#build/setup/stamp.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stamp-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the hash over inputs', () => {
  it('depends on names and contents, not on the order in which they are listed', () => {
    const parts = fc.uniqueArray(fc.record({ name: fc.string(), content: fc.string() }), {
      selector: (part) => part.name,
      minLength: 1,
    });
    fc.assert(
      fc.property(parts, fc.nat(), fc.string(), (list, at, other) => {
        const before = hashParts(list);
        expect(hashParts([...list].reverse())).toBe(before);
        const place = at % list.length;
        const changed = list.map((part, i) => (i === place ? { ...part, content: other } : part));
        expect(hashParts(changed) === before).toBe(list[place]?.content === other);
      }),
    );
  });

  it('does not confuse a name with a content that continues it', () => {
    const one = hashParts([{ name: 'a', content: 'bc' }]);
    expect(hashParts([{ name: 'ab', content: 'c' }])).not.toBe(one);
  });

  it('sees a changed, a new and a removed file below a folder, and ignores what is not accepted', () => {
    mkdirSync(join(folder, 'src', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'src', 'deep', 'a.ts'), 'one');
    const hash = (): string => hashTree(folder, ['src', 'absent'], (path) => !path.endsWith('.md'));
    const first = hash();
    writeFileSync(join(folder, 'src', 'notes.md'), 'words');
    expect(hash()).toBe(first);
    writeFileSync(join(folder, 'src', 'b.ts'), '');
    const second = hash();
    expect(second).not.toBe(first);
    rmSync(join(folder, 'src', 'b.ts'));
    expect(hash()).toBe(first);
    writeFileSync(join(folder, 'src', 'deep', 'a.ts'), 'two');
    expect(hash()).not.toBe(first);
  });
});

describe('stamp files', () => {
  it('reads back what was written and takes a damaged or absent file for no stamp', () => {
    const path = join(folder, 'deep', 'state.json');
    expect(readJson(path)).toBeUndefined();
    writeJson(path, { key: 'k' });
    expect(readJson(path)).toEqual({ key: 'k' });
    writeFileSync(path, '{ "key": "k');
    expect(readJson(path)).toBeUndefined();
  });

  it('gives no sign for a file that is not there', () => {
    expect(fileSign(join(folder, 'absent'))).toBe('');
    writeFileSync(join(folder, 'there'), 'x');
    expect(fileSign(join(folder, 'there'))).toMatch(/^1:\d+$/);
  });
});
