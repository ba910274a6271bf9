import { describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { changedParts, profileParts } from '#features/programmes/changed-parts.ts';
import RulesPanel from '#features/programmes/RulesPanel.vue';
import { profileBytes, profileFileName, profileFrom } from '#features/programmes/profile-file.ts';
import { mounted } from '../bridge/mounted.ts';

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

  it('[R-03] another number of cards of a kit can be loaded, and is read among the rules', async () => {
    const members = shipped.find(({ memberCards }) => memberCards !== null);
    if (!members?.memberCards) throw new Error('one of the programmes has members');
    const memberCards = { ...members.memberCards, additionalCards: 4 };
    expect(changedParts(members, { ...members, memberCards })).toEqual(['memberCards']);
    const { wrapper } = await mounted(RulesPanel, { profile: { ...members, memberCards } }, {});
    expect(wrapper.text()).toMatch(/Дополнительных карт в комплекте\s*4/u);
  });

  it('is told about in all that it is made of', () => {
    const { programmeId: _code, ...parts } = programmeProfile.shape;
    expect(profileParts.toSorted()).toEqual(Object.keys(parts).toSorted());
  });
});
