import { type MailServer, startMailServer } from '#test/support/carriers/mail-server.ts';
import { type MessageCentre, startMessageCentre } from '#test/support/carriers/message-centre.ts';
import { type Desk, type Fixtures, test as base } from '../support/desk.ts';
import { MovedClock } from '../support/moved-clock.ts';
import { sendLettersBy, sendShortMessagesBy } from '../support/office.ts';
import { signIn, startDemonstration } from '../support/steps.ts';
import { signOut } from './person-steps.ts';

interface Network {
  /** The demonstration at its sign-in page, with every programme's door. */
  readonly desk: Desk;
  /** Where its letters arrive. */
  readonly mail: MailServer;
  /** By which its terms pass. */
  readonly clock: MovedClock;
}

async function started(
  launch: Fixtures['launch'],
  { mail, clock }: Pick<Network, 'mail' | 'clock'>,
): Promise<Desk> {
  const desk = await launch({ env: clock.env });
  await startDemonstration(desk);
  await signIn(desk, 'admin');
  await sendLettersBy(desk, mail);
  await signOut(desk);
  return desk;
}

/** From the contract to signed in, to a forgotten password, and back in: one run per programme. */
export const test = base.extend<{
  readonly network: Network;
  /** Where its short messages arrive, for a programme that sends any. */
  readonly centre: MessageCentre;
}>({
  network: async ({ launch }, use, testInfo) => {
    testInfo.setTimeout(180_000);
    const mail = await startMailServer();
    const clock = new MovedClock();
    try {
      const desk = await started(launch, { mail, clock });
      await use({ desk, mail, clock });
      await desk.end();
    } finally {
      clock.dispose();
      await mail.stop();
    }
  },
  centre: async ({ network: { desk } }, use) => {
    const centre = await startMessageCentre({ password: 'pass' });
    try {
      await signIn(desk, 'admin');
      await sendShortMessagesBy(desk, centre);
      await signOut(desk);
      await use(centre);
    } finally {
      await centre.stop();
    }
  },
});
