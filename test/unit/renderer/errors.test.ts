import { describe, expect, it } from 'vitest';
import en from '#locales/en/errors.json' with { type: 'json' };
import kk from '#locales/kk/errors.json' with { type: 'json' };
import ru from '#locales/ru/errors.json' with { type: 'json' };
import { codes } from '#protocol/codes.ts';

const languages = Object.entries({ ru, en, kk });
const parts = ['next', 'text', 'title'];

describe.each(languages)('words for refusals in %s', (_language, { errors }) => {
  const words = new Map<string, Readonly<Record<string, string>>>(Object.entries(errors));

  it('there is a title, a reason and a next step for every code, and nothing beside', () => {
    expect([...words.keys()].toSorted()).toEqual(codes.toSorted());
    for (const [code, text] of words) expect(Object.keys(text).toSorted(), code).toEqual(parts);
  });

  it('every text is filled and ends like a sentence, a title does not', () => {
    for (const [code, { title = '', text = '', next = '' }] of words) {
      expect(title.trim(), code).not.toBe('');
      expect(title, code).not.toMatch(/\.$/u);
      expect(text, code).toMatch(/[.!?]$/u);
      expect(next, code).toMatch(/[.!?]$/u);
    }
  });
});

it('a refusal never asks to show a secret', () => {
  for (const [, { errors }] of languages) {
    expect(JSON.stringify(errors)).not.toMatch(/\{(?:pin|password|token|code|recoveryKey)\}/u);
  }
});
