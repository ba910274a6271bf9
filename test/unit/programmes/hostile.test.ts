import { describe, expect, it } from 'vitest';
import { programmeProfile, type ProgrammeRecord } from '#protocol/records/programme.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';

// What whoever means ill, or a file that was changed on its way, puts into a profile.

const [phone, link] = sixthProgramme.contacts;
const { recovery } = sixthProgramme;
const code = { digits: 6, termMs: 60_000, tries: 3, resendAfterMs: 60_000 };

/** Where the first fault of it is; null where it passes. */
function faultOf(patch: object): string | null {
  const read = programmeProfile.safeParse({ ...sixthProgramme, ...patch });
  return read.success ? null : (read.error.issues[0]?.path.join('.') ?? '');
}

const contact = (kind: string, value: string) =>
  faultOf({ contacts: [{ ...(kind === 'link' ? link : phone), kind, value }] });

describe('[N-27] a contact of a programme', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://network.example',
    'HTTPS://network.example',
    ' https://network.example',
    'https://network.example@elsewhere.example/',
    'https://network.example/\npassword',
    'https://network.example/"><script>',
    'https://network.example/\u202egnp.exe',
    'https:///network.example',
    'https://network example/',
  ])('as a link is not %j', (value) => {
    expect(contact('link', value)).toBe('contacts.0.value');
  });

  it.each([
    'https://network.example',
    'https://сеть.рф/кабинет'.replace('кабинет', 'cabinet?from=desk&a=1#top'),
    'https://network.example:8443/a/b%20c.html',
  ])('as a link is %j', (value) => {
    expect(contact('link', value)).toBeNull();
  });

  it.each([
    ['phone', '+7<img src=x>'],
    ['phone', '8 800 000-00-00'],
    ['email', 'a@network.example\nBcc: b@elsewhere.example'],
    ['email', 'a@network.example?subject=x'],
  ])('as a %s is not %j', (kind, value) => {
    expect(contact(kind, value)).toBe('contacts.0.value');
  });
});

describe('a term of a programme', () => {
  const recovered = (patch: object): Partial<ProgrammeRecord> =>
    ({ recovery: { ...recovery, code: { ...code, ...patch } } }) as Partial<ProgrammeRecord>;

  it.each([
    ['no try of a code', recovered({ tries: 0 }), 'recovery.code.tries'],
    ['a thousand tries of a code', recovered({ tries: 1_000 }), 'recovery.code.tries'],
    ['a code of one digit', recovered({ digits: 1 }), 'recovery.code.digits'],
    ['a code that lives no time', recovered({ termMs: 0 }), 'recovery.code.termMs'],
    ['a code that lives backwards', recovered({ termMs: -1 }), 'recovery.code.termMs'],
    ['a code that lives for ever', recovered({ termMs: 1e15 }), 'recovery.code.termMs'],
    ['half a second', recovered({ termMs: 1_000.5 }), 'recovery.code.termMs'],
    [
      'a lock at the first error',
      { signIn: { lockAtError: 1, robotCheck: [] } },
      'signIn.lockAtError',
    ],
    [
      'a lock at no number',
      { signIn: { lockAtError: Number.NaN, robotCheck: [] } },
      'signIn.lockAtError',
    ],
    ['a field that nobody knows', JSON.parse('{"__proto__": {"active": true}}'), ''],
  ] as const)('is not %s', (_title, patch, path) => {
    expect(faultOf(patch)).toBe(path);
  });
});
