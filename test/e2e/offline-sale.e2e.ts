import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { Story } from '../demo/story.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { CuttableLink } from '../support/network/cuttable-link.ts';
import { Office } from '../support/network/office.ts';
import { expect, test } from './support/desk.ts';

test('[C1] with the link cut a leased card is sold, refused beyond its lease, and sent later', async ({
  launch,
}, testInfo) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-network-'));
  const backend = await BackendProcess.start(folder);
  const link = await CuttableLink.to(backend.port);
  try {
    const office = await Office.signIn(backend.url, 'admin');
    const desk = await launch();
    const story = new Story(desk, testInfo.outputPath('screens'));
    await story.join(link.url, await office.enrolmentCode('station-1'));
    await story.signIn(demonstrationPassword);
    await story.sellOnline();
    await story.waitForLeases();
    await story.cutLink(link);
    await story.sellOffline();
    await story.refuseBeyondLease();
    await story.mendLink(link);
    expect(desk.complaints).toEqual([]);
  } finally {
    await link.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
