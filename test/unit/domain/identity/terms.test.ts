import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentKinds, type DocumentRule } from '#domain/identity/programme.ts';
import {
  termsInForce,
  termsState,
  type Acceptance,
  type TermsHead,
} from '#domain/identity/terms.ts';

const AT_MS = 1_000_000;

const head = (kind: TermsHead['kind'], version: number, fromMs = version): TermsHead => ({
  kind,
  version,
  fromMs,
  hash: `${kind}-${version}`,
});

const accepted = ({ kind, version, hash }: TermsHead): Acceptance => ({
  kind,
  version,
  hash,
  withdrawnAtMs: null,
});

const rules: readonly DocumentRule[] = [
  { kind: 'offer', acceptance: 'by-sign-in', required: true },
  { kind: 'rules', acceptance: 'by-tick', required: true },
  { kind: 'marketing', acceptance: 'by-tick', required: false },
];

describe('what a person still has to accept', () => {
  it('[V-15] a required document without a text shuts the door, an optional one does not', () => {
    expect(termsState(rules, [head('offer', 1)], [], AT_MS)).toEqual({
      missing: ['rules'],
      bySigningIn: [head('offer', 1)],
      byTick: [],
    });
  });

  it('[R-36] a new version asks again from its first instant on', () => {
    const heads = [head('rules', 1), head('rules', 2, AT_MS)];
    const known = [accepted(head('rules', 1))];
    const lacking = (atMs: number) => termsState(rules, heads, known, atMs).byTick;
    expect(lacking(AT_MS - 1)).toEqual([]);
    expect(lacking(AT_MS)).toEqual([head('rules', 2, AT_MS)]);
  });

  it('[R-08] what was taken back is asked for again', () => {
    const heads = [head('offer', 1), head('rules', 1)];
    const taken = { ...accepted(head('rules', 1)), withdrawnAtMs: 5 };
    const { byTick } = termsState(rules, heads, [taken], AT_MS);
    expect(byTick).toEqual([head('rules', 1)]);
    const again = [taken, accepted(head('rules', 1))];
    expect(termsState(rules, heads, again, AT_MS).byTick).toEqual([]);
  });

  it('[R-08] the tick of one document is never the tick of another', () => {
    const kinds = documentKinds.map((kind) => ({ kind, acceptance: 'by-tick', required: true }));
    const heads = documentKinds.map((kind) => head(kind, 1));
    fc.assert(
      fc.property(fc.subarray([...heads]), (ticked) => {
        const state = termsState(kinds as readonly DocumentRule[], heads, ticked.map(accepted), 9);
        expect(state.byTick).toEqual(heads.filter((each) => !ticked.includes(each)));
      }),
    );
  });
});

it('the version in force is the highest of those that have begun', () => {
  const versions = fc.uniqueArray(fc.nat(50), { maxLength: 8 });
  fc.assert(
    fc.property(versions, fc.nat(60), (numbers, atMs) => {
      const heads = numbers.map((version) => head('offer', version, version));
      const begun = numbers.filter((version) => version <= atMs);
      const expected = begun.length === 0 ? undefined : Math.max(...begun);
      expect(termsInForce(heads, 'offer', atMs)?.version).toBe(expected);
    }),
  );
});
