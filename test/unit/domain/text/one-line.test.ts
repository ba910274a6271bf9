import { describe, expect, it } from 'vitest';
import { brokenName } from '#domain/text/one-line.ts';

describe('a name of somebody', () => {
  it.each([
    ['a line break', 'ООО «Вега»\nСчёт оплачен'],
    ['a carriage return', 'Анна\r\nBcc: all@example.org'],
    ['a line of another kind', 'Анна\u2028Орлова'],
    ['an escape of a terminal', 'Анна\u001b[2J'],
    ['a turned direction', 'Анна\u202egpj.exe'],
  ])('with %s is found where it stands', (_title, name) => {
    expect(brokenName({ displayName: name })).toBe('displayName');
    expect(brokenName({ client: { name } })).toBe('client.name');
    expect(brokenName({ holder: name })).toBe('holder');
    expect(brokenName({ content: { rows: [{ name: 'x' }, { name }] } })).toBe(
      'content.rows.1.name',
    );
  });

  it('in any script is a plain line, and a text is no name', () => {
    expect(brokenName({ displayName: 'Әсел Қ.', personName: "O'Brien\u00a0José" })).toBeNull();
    expect(brokenName({ text: 'first\nsecond', name: 'ТОО «Алтын»' })).toBeNull();
  });
});
