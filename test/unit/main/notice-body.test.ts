import { describe, expect, it } from 'vitest';
import { noticeBody } from '#main/notice-body.ts';

const forged = 'Вход: <a href="https://evil.example">подтвердите</a> & <img src="x">';

describe('the text of a notice', () => {
  it('[R-27] has no links and no pictures of whoever chose a name, where it is read as markup', () => {
    const body = noticeBody('linux', forged);
    expect(body).not.toMatch(/[<>]/u);
    expect(body).toContain('&lt;a href="https://evil.example"&gt;');
    expect(body).toContain('&amp; ');
  });

  it('is left as it is where it is read as text', () => {
    for (const platform of ['win32', 'darwin'] as const) {
      expect(noticeBody(platform, forged)).toBe(forged);
    }
  });
});
