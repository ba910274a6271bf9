import { describe, expect, it } from 'vitest';
import { accountBirths } from '#domain/identity/programme.ts';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import { outsideLinks } from '#features/sign-in/outside-links.ts';
import { invited, members, suppliers } from '#test/support/screens/outside/outside-samples.ts';

const keys = (door: ProgrammeDoor | null): readonly string[] =>
  outsideLinks(door).map(({ textKey }) => textKey);

/** News and stations to be read, feedback to be written. */
const everywhere = ['papers.news.title', 'papers.stations.title', 'signin.links.feedback'];

describe('what lies beside the door of a programme', () => {
  it('[R-18] [R-19] members register and recover on the same page', () => {
    expect(keys(members)).toEqual([
      'signin.links.registration',
      'signin.links.recovery',
      'papers.open.rules',
      'papers.open.personal-data',
      'papers.open.marketing',
      'signin.links.contacts',
      ...everywhere,
    ]);
  });

  it('no link to registration where nobody registers himself', () => {
    expect(keys({ ...members, registration: 'none' })).not.toContain('signin.links.registration');
  });

  it('[V-09] [V-17] an application where accounts come by one, and no link to recovery in person', () => {
    expect(keys(suppliers)).toEqual([
      'signin.links.application',
      'signin.links.invitation',
      'papers.open.offer',
      'signin.links.contacts',
      ...everywhere,
    ]);
  });

  it('[P-05] whoever is invited finds where to say so wherever clients have several people', () => {
    const births = accountBirths.filter((birth) =>
      keys({ ...suppliers, birth }).includes('signin.links.invitation'),
    );
    expect(births).toEqual(['with-contract', 'after-card', 'by-application', 'by-invitation']);
  });

  it('[N-26] [O-23] at the door of the network’s own people everybody reads and may write, too', () => {
    expect(keys(null)).toEqual(everywhere);
  });

  it('[P-10] [P-12] an invited one may ask, recover, and have instructions sent again', () => {
    expect(keys(invited)).toEqual([
      'signin.links.registration',
      'signin.links.invitation',
      'signin.links.recovery',
      'signin.links.resend',
      'signin.links.contacts',
      ...everywhere,
    ]);
  });
});
