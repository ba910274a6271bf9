import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { Story } from '../demo/story.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { Office } from '../support/network/office.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { ask } from './support/engine.ts';

const SYNC_MS = 60_000;
/** What is one journal: the lines, what is not yet in their file, and the copy of the last one. */
const JOURNAL_FILES = ['journal.db', 'journal.db-wal', 'journal.db-shm', 'journal.head'] as const;

/** The journal of one folder takes the place of the one in the other. */
function copyJournal(from: string, to: string): void {
  for (const name of JOURNAL_FILES) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}

const forkOf = async (desk: Desk) => (await ask(desk, 'sync:state', {})).fork;

/** Everything that this desk did is known to the backend, and it may do more. */
async function untilAllIsTold(desk: Desk): Promise<void> {
  const settled = async () => {
    const { link, fork, queueLength, attention } = await ask(desk, 'sync:state', {});
    return { link, fork, queueLength, attention };
  };
  const nothingLeft = { link: 'online', fork: null, queueLength: 0, attention: [] };
  await expect.poll(settled, { timeout: SYNC_MS }).toEqual(nothingLeft);
}

test('a desk whose journal was put back from a copy is told, joins anew, and sells again with no start by hand', async ({
  launch,
}, testInfo) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-network-'));
  const copy = mkdtempSync(join(tmpdir(), 'forecourt-copy-'));
  const backend = await BackendProcess.start(folder);
  try {
    const office = await Office.signIn(backend.url, 'admin');
    const before = await launch();
    const dataDir = join(before.profileDir, 'data');
    const first = new Story(before, testInfo.outputPath('first'));
    await first.join(backend.url, await office.enrolmentCode('station-1'));
    await first.signIn(demonstrationPassword);
    await untilAllIsTold(before);
    await before.end();
    copyJournal(dataDir, copy);

    const sold = await launch();
    const second = new Story(sold, testInfo.outputPath('second'));
    await second.signIn(demonstrationPassword);
    await second.sellOnline();
    await untilAllIsTold(sold);
    await sold.end();
    copyJournal(copy, dataDir);

    const desk = await launch();
    const third = new Story(desk, testInfo.outputPath('third'));
    await third.signIn(demonstrationPassword);
    const fork = { openCount: 0, saved: false };
    await expect.poll(() => forkOf(desk), { timeout: SYNC_MS }).toEqual(fork);
    const { throughSeq } = await ask(desk, 'fork:untold', { language: 'ru' });
    await ask(desk, 'fork:saved', { throughSeq });
    const engineBefore = (await desk.pids()).engine;
    await ask(desk, 'fork:rejoin', { code: await office.enrolmentCode('station-1') });

    await expect
      .poll(async () => (await desk.pids()).engine, { timeout: SYNC_MS })
      .not.toBe(engineBefore);
    const again = desk.window.getByRole('button', { name: 'Войти' });
    await expect(again).toBeVisible({ timeout: SYNC_MS });
    expect(await desk.phase()).toBe('ready');
    await third.signIn(demonstrationPassword);
    await untilAllIsTold(desk);
    await third.sellOnline();
    await untilAllIsTold(desk);
    expect(desk.complaints).toEqual([]);
  } finally {
    await backend.stop();
    for (const dir of [folder, copy]) rmSync(dir, { recursive: true, force: true });
  }
});
