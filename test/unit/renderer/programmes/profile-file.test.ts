import { describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { changedParts } from '#features/programmes/changed-parts.ts';
import { profileBytes, profileFileName, profileFrom } from '#features/programmes/profile-file.ts';

const shipped = shippedProgrammes().map((profile) => programmeProfile.parse(profile));
const [first] = shipped;
if (first === undefined) throw new Error('the product comes with programmes');

describe('a programme in a file', () => {
  it.each(shipped)('is read back as it was saved: $programmeId', (profile) => {
    expect(profileFrom(profileBytes(profile))).toEqual({ ok: true, value: profile });
  });

  it('is named after its code', () => {
    expect(profileFileName(first)).toBe(`${first.programmeId}.programme.json`);
  });

  it('says which rule cannot be, and takes nothing of it', () => {
    const wrong = { ...first, country: 'XX' };
    const bytes = new TextEncoder().encode(JSON.stringify(wrong));
    expect(profileFrom(bytes)).toMatchObject({
      code: 'FIELD_INVALID',
      params: { field: 'country' },
    });
  });

  it('is refused when it is no such file', () => {
    expect(profileFrom(new Uint8Array([0xff, 0xfe]))).toMatchObject({ code: 'FILE_UNREADABLE' });
  });

  it('tells which parts are otherwise before they are applied', () => {
    expect(changedParts(first, first)).toEqual([]);
    const signIn = { ...first.signIn, lockAtError: 7 };
    expect(changedParts(first, { ...first, signIn, contacts: [] })).toEqual(['signIn', 'contacts']);
  });
});
