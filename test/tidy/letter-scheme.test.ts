import { describe, expect, it } from 'vitest';
import { LETTER_SCHEME as packaged } from '#build/package/config.ts';
import { desktopFile } from '#build/package/desktop-file.ts';
import { LETTER_SCHEME } from '#protocol/letter-link.ts';

describe('the package', () => {
  it('registers the scheme that letters are written with, for one link at a time', () => {
    expect(packaged).toBe(LETTER_SCHEME);
    const lines = desktopFile('Forecourt').split('\n');
    expect(lines).toContain(`MimeType=x-scheme-handler/${LETTER_SCHEME};`);
    expect(lines.filter((line) => line.startsWith('Exec='))).toEqual(['Exec=forecourt %u']);
  });
});
