import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  letterLinkKinds,
  letterLinkOf,
  letterLinkText,
  readLetterLink,
} from '#protocol/letter-link.ts';
import { linkToken } from '#ui/text/link-token.ts';

const TOKEN = 'q3Jx0-Zk_7bWm5TnL2sVhYpRcD8fGaE1uOi6KjNtXyA';
const unknown = { kind: 'unknown' };
const token = fc.stringMatching(/^[A-Za-z0-9_-]{32,128}$/u);
const programmeId = fc.constantFrom(null, 'steppe-wind', 'a', 'cards-and-vouchers');

describe('a link that a letter carries to the application', () => {
  it('[P-06] [P-16] [N-21] is read as it was written', () => {
    const kind = fc.constantFrom(...letterLinkKinds);
    fc.assert(
      fc.property(fc.record({ kind, programmeId, token }), (link) => {
        expect(readLetterLink(letterLinkText(link))).toEqual(link);
      }),
    );
  });

  it('[P-06] is pasted as a whole or as its code alone', () => {
    fc.assert(
      fc.property(programmeId, token, (at, key) => {
        const text = letterLinkText({ kind: 'recovery', programmeId: at, token: key });
        expect(linkToken(text)).toBe(key);
      }),
    );
  });

  it('its scheme may be spelled large, as systems and people do', () => {
    expect(readLetterLink(`FORECOURT://invitation/${TOKEN}`)).toMatchObject({ token: TOKEN });
  });

  it.each([
    ['another kind', `forecourt://sign-in/${TOKEN}`],
    ['another kind that the answer has', `forecourt://unknown`],
    ['the name of something that every object has', `forecourt://constructor/${TOKEN}`],
    ['no code', 'forecourt://invitation/'],
    ['a code that is too short to be one', 'forecourt://invitation/4821'],
    ['a code that is longer than any', `forecourt://invitation/${'a'.repeat(129)}`],
    ['megabytes', `forecourt://invitation/${'a'.repeat(5_000_000)}`],
    ['more behind the code', `forecourt://invitation/a/${TOKEN}/x`],
    ['a slash behind the code', `forecourt://invitation/${TOKEN}/`],
    ['a question', `forecourt://invitation/${TOKEN}?network=evil`],
    ['a fragment', `forecourt://invitation/${TOKEN}#x`],
    ['a user', `forecourt://me@invitation/${TOKEN}`],
    ['a port', `forecourt://invitation:80/${TOKEN}`],
    ['a host behind the kind', `forecourt://invitation.evil.example/${TOKEN}`],
    ['a way upwards', `forecourt://contact/../invitation/${TOKEN}`],
    ['an empty programme', `forecourt://recovery//${TOKEN}`],
    ['a programme of another form', `forecourt://recovery/Steppe_Wind/${TOKEN}`],
    ['something encoded', `forecourt://invitation/%61${TOKEN}`],
    ['a backslash', `forecourt:\\\\invitation\\${TOKEN}`],
    ['one slash', `forecourt:/invitation/${TOKEN}`],
    ['no slash', `forecourt:invitation/${TOKEN}`],
    ['letters that look alike', `forecourt://invitаtion/${TOKEN}`],
    ['a line break', `forecourt://invitation/${TOKEN}\n`],
    ['a blank before it', ` forecourt://invitation/${TOKEN}`],
    ['a quotation mark and a switch', `forecourt://invitation/${TOKEN}" --inspect`],
    ['another scheme', `https://invitation/${TOKEN}`],
    ['a scheme around it', `view-source:forecourt://invitation/${TOKEN}`],
    ['nothing', ''],
  ])('%s is unknown', (_what, text) => {
    expect(readLetterLink(text)).toEqual(unknown);
  });

  it('is nothing else, whatever comes: at most one of ours or unknown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readLetterLink(`forecourt://${text}`)).toEqual(unknown);
      }),
    );
  });
});

describe('a link on a command line', () => {
  it('is found among the words of a start', () => {
    const link = `forecourt://contact/${TOKEN}`;
    const argv = ['/opt/forecourt/forecourt', '--lang=ru', link, '--allow-file-access'];
    expect(letterLinkOf(argv)).toEqual({ kind: 'contact', programmeId: null, token: TOKEN });
  });

  it('is not there in a usual start, nor in the value of a switch', () => {
    expect(letterLinkOf(['forecourt', '--self-test', 'forecourt.desktop'])).toBeNull();
    expect(letterLinkOf(['forecourt', `--link=forecourt://contact/${TOKEN}`])).toBeNull();
  });

  it('of two none is chosen', () => {
    const link = `forecourt://contact/${TOKEN}`;
    expect(letterLinkOf(['forecourt', link, link])).toEqual(unknown);
  });
});
