import { describe, expect, it } from 'vitest';
import { isNewsFor, isNewsTerm, newsState, newsWords } from '#domain/news/news.ts';

const term = { fromMs: 10, untilMs: 20, withdrawnAtMs: null };

describe('an announcement', () => {
  it.each([
    [9, 'planned'],
    [10, 'current'],
    [19, 'current'],
    [20, 'over'],
  ])('[O-23] at %i it is %s', (atMs, state) => {
    expect(newsState(term, atMs)).toBe(state);
  });

  it('[O-23] that was withdrawn is withdrawn at any moment; without an end it is never over', () => {
    for (const atMs of [0, 15, 99]) {
      expect(newsState({ ...term, withdrawnAtMs: 12 }, atMs)).toBe('withdrawn');
    }
    expect(newsState({ ...term, untilMs: null }, Number.MAX_SAFE_INTEGER)).toBe('current');
  });

  it('[O-23] does not end before it begins', () => {
    expect(isNewsTerm({ fromMs: 10, untilMs: 10 })).toBe(false);
    expect(isNewsTerm({ fromMs: 10, untilMs: 11 })).toBe(true);
    expect(isNewsTerm({ fromMs: 10, untilMs: null })).toBe(true);
  });

  it('[O-23] is for a guest only where it is for everybody, and for staff always', () => {
    const audiences = ['everybody', 'clients', 'staff'] as const;
    const readBy = (reader: Parameters<typeof isNewsFor>[1]) =>
      audiences.filter((audience) => isNewsFor({ audience, programmeId: 'one' }, reader));
    expect(readBy(null)).toEqual(['everybody']);
    expect(readBy({ role: 'operator', programmeId: null })).toEqual(audiences);
    expect(readBy({ role: 'member', programmeId: 'one' })).toEqual(['everybody', 'clients']);
    expect(readBy({ role: 'representative', programmeId: 'other' })).toEqual([]);
  });

  it('[O-23] is read in one’s own language, and where that is missing in the first there is', () => {
    const texts = { en: { title: 'e', text: 'E' }, kk: { title: 'k', text: 'K' } };
    expect(newsWords(texts, 'kk')).toEqual({ title: 'k', text: 'K', language: 'kk' });
    expect(newsWords(texts, 'ru')).toEqual({ title: 'e', text: 'E', language: 'en' });
  });
});
