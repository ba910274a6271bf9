import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  canonicalText,
  chainText,
  FIRST_PREVIOUS_HASH,
  receivedText,
  type ChainLine,
  type Json,
} from '#domain/journal/chain.ts';

const line: ChainLine = {
  seq: 1,
  previousHash: FIRST_PREVIOUS_HASH,
  kind: 'hold',
  atMs: 1_795_000_000_000,
  body: { volumeMl: 40_000, cardId: 'c-1', note: 'Қазақ «тест»' },
};

const texts = fc.string({ unit: 'grapheme', maxLength: 20 });
// fast-check names the same type JsonValue, with mutable arrays.
const jsonValues = fc.jsonValue({ stringUnit: 'grapheme' }) as fc.Arbitrary<Json>;

/** The same value with the properties of every object in reverse order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  const entries: readonly [string, Json][] = Object.entries(value);
  return Object.fromEntries(entries.toReversed().map(([name, part]) => [name, reversed(part)]));
}

describe('chainText', () => {
  it('[I8] is the canonical JSON of the line', () => {
    expect(chainText(line)).toBe(
      '{"atMs":1795000000000,' +
        '"body":{"cardId":"c-1","note":"Қазақ «тест»","volumeMl":40000},' +
        `"kind":"hold","previousHash":"${FIRST_PREVIOUS_HASH}","seq":1}`,
    );
  });

  it('[I8] does not depend on the order of properties, and reads back as the same line', () => {
    fc.assert(
      fc.property(texts, jsonValues, (kind, body) => {
        const text = chainText({ ...line, kind, body });
        expect(chainText({ ...line, kind, body: reversed(body) })).toBe(text);
        expect(chainText(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('[I8] has no text for a body with a number too large to be one, however deep', () => {
    for (const text of ['1e999', '{"a":[{"b":-1e999}]}', '{"b":1,"a":1e999}']) {
      expect(receivedText(JSON.parse(text))).toBeNull();
    }
    expect(receivedText(JSON.parse('{"b":1e300,"a":null}'))).toBe('{"a":null,"b":1e+300}');
  });

  it('[I8] is what RFC 8785 says, whether or not the value came in its order', () => {
    fc.assert(
      fc.property(jsonValues, (value) => {
        const canonical = canonicalize(value);
        expect(canonicalText(value)).toBe(canonical);
        expect(canonicalText(JSON.parse(canonicalText(value)))).toBe(canonical);
      }),
    );
  });

  it('[I8] differs when any field differs', () => {
    const others: readonly Partial<ChainLine>[] = [
      { seq: 2 },
      { previousHash: 'a'.repeat(64) },
      { kind: 'capture' },
      { atMs: line.atMs + 1 },
      { body: { volumeMl: 40_001, cardId: 'c-1', note: 'Қазақ «тест»' } },
      { body: null },
    ];
    const made = others.map((other) => chainText({ ...line, ...other }));
    expect(new Set([chainText(line), ...made]).size).toBe(others.length + 1);
  });

  it('throws on a line that cannot be in a chain', () => {
    expect(() => chainText({ ...line, seq: 0 })).toThrow('numbered from 1');
    expect(() => chainText({ ...line, atMs: 0.5 })).toThrow('atMs');
    expect(() => chainText({ ...line, previousHash: 'A'.repeat(64) })).toThrow('previousHash');
    expect(() => chainText({ ...line, body: Number.NaN })).toThrow();
  });
});

describe('canonicalText', () => {
  it('sorts names by UTF-16 units and writes numbers as RFC 8785 does', () => {
    expect(canonicalText({ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, ö: 5 })).toBe(
      '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4}',
    );
    expect(canonicalText([1e21, 1e-7, 0.1, -0, 333_333_333.333_333_3])).toBe(
      '[1e+21,1e-7,0.1,0,333333333.3333333]',
    );
  });
});
