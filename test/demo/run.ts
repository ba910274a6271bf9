import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { Desk } from '../e2e/support/desk.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { journalFills, ledgerFills, type BookedFill } from './books.ts';
import { CuttableLink } from '../support/network/cuttable-link.ts';
import { Office } from '../support/network/office.ts';
import { Story, type Event } from './story.ts';

/**
 * The product's promise, shown unattended: the real application sells online, refuses with reasons,
 * loses the link, sells from a lease, is killed in mid-fill, comes back; then three books are
 * compared line by line and by their sums.
 */

const SHOTS = join(import.meta.dirname, '..', 'results', 'demo');
const STATION = 'station-1';
const CARD = 'card-1';
const FILLS_EXPECTED = 3;

/** The screens that the README shows: `npm run demo -- --pictures build/pictures`. */
const README_SCREENS = ['sale', 'refusal', 'offline', 'statement'] as const;
const README_SHOTS: Readonly<Record<(typeof README_SCREENS)[number], RegExp>> = {
  sale: /-online-ask\.png$/u,
  refusal: /-over-limit-refused\.png$/u,
  offline: /-beyond-lease-refused\.png$/u,
  statement: /-statement\.png$/u,
};
const { pictures: PICTURES, help: HELP } = parseArgs({
  options: { pictures: { type: 'string' }, help: { type: 'boolean' } },
}).values;

interface Books {
  readonly journal: readonly BookedFill[];
  readonly ledger: readonly BookedFill[];
  readonly statement: readonly BookedFill[];
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-demo-'));
  const backend = await BackendProcess.start(join(folder, 'backend'));
  const link = await CuttableLink.to(backend.port);
  const profileDir = join(folder, 'desk');
  const desk = await Desk.launch(_electron, { profileDir });
  const story = new Story(desk, SHOTS);
  try {
    const admin = await Office.signIn(backend.url, 'admin');
    await story.join(link.url, await admin.enrolmentCode(STATION));
    await story.signIn(demonstrationPassword);
    const workstationId = await workstationIdOf(desk);
    await story.sellOnline();
    await story.refuseOverLimit();
    await story.waitForLeases();
    await story.cutLink(link);
    await story.sellOffline();
    await story.refuseBeyondLease();
    await story.killEngineInMidFill(demonstrationPassword);
    await story.mendLink(link);
    await story.signInAgain(demonstrationPassword);
    await story.readStatement(CARD);
    await desk.end();
    const books = await readBooks({ folder, profileDir, workstationId, url: backend.url });
    const right = report(story.events, books);
    if (right && PICTURES !== undefined) savePictures(PICTURES);
    process.exitCode = right ? 0 : 1;
  } finally {
    await desk.end();
    await link.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function savePictures(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const shots = readdirSync(SHOTS);
  for (const name of README_SCREENS) {
    const shot = shots.find((file) => README_SHOTS[name].test(file));
    if (shot === undefined) throw new Error(`the demonstration took no picture of ${name}`);
    copyFileSync(join(SHOTS, shot), join(folder, `${name}.png`));
  }
}

function workstationIdOf({ window }: Desk): Promise<string> {
  return window.evaluate(async () => {
    const { forecourt } = Object(globalThis);
    const answer = await forecourt.engine['station:context']({});
    if (!answer.ok) throw new Error(answer.code);
    return answer.value.workstationId;
  });
}

interface BookPlaces {
  readonly folder: string;
  readonly profileDir: string;
  readonly workstationId: string;
  readonly url: string;
}

async function readBooks({ folder, profileDir, workstationId, url }: BookPlaces): Promise<Books> {
  const journal = await journalFills(profileDir);
  const ledger = ledgerFills(join(folder, 'backend'), workstationId);
  const accountant = await Office.signIn(url, 'accountant');
  const dayMs = 86_400_000;
  const day = (offset: number): string =>
    new Date(Date.now() + offset * dayMs).toISOString().slice(0, 10);
  const { lines } = await accountant.statement(CARD, { from: day(-1), to: day(1) });
  const mine = new Set(journal.map(({ saleId }) => saleId));
  const statement = lines
    .filter(({ lineId }) => mine.has(lineId))
    .map(({ lineId, volumeMl, amountMinor }) => {
      return { saleId: lineId, volumeMl, amountMinor: Math.abs(amountMinor) };
    });
  return { journal, ledger, statement };
}

/** Prints both tables; false when an event is missing or one unit differs. */
function report(events: readonly Event[], { journal, ledger, statement }: Books): boolean {
  console.log('\nWhat happened');
  console.table(events);
  const ids = new Set([...journal, ...ledger, ...statement].map(({ saleId }) => saleId));
  const rows = [...ids].map((saleId) => {
    const found = [journal, ledger, statement].map((book) => write(book, saleId));
    const [inJournal, inLedger, inStatement] = found;
    const same = new Set(found).size === 1;
    return { operation: saleId, inJournal, inLedger, inStatement, same };
  });
  console.log('\nOne operation per line: millilitres / minor units in each book');
  console.table(rows);
  const sums = [sumOf('journal', journal), sumOf('ledger', ledger), sumOf('statement', statement)];
  console.log('\nThree independent sums');
  console.table(sums);
  const agree = new Set(sums.map(({ fills, ml, minor }) => `${fills} ${ml} ${minor}`)).size === 1;
  const right = rows.every(({ same }) => same) && agree && journal.length === FILLS_EXPECTED;
  console.log(right ? '\nThe books agree to the last unit.' : '\nTHE BOOKS DIFFER.');
  console.log(`Screens: ${SHOTS}`);
  return right;
}

function write(book: readonly BookedFill[], saleId: string): string {
  const found = book.filter((fill) => fill.saleId === saleId);
  return (
    found.map(({ volumeMl, amountMinor }) => `${volumeMl} / ${amountMinor}`).join(' + ') || '—'
  );
}

function sumOf(book: string, fills: readonly BookedFill[]) {
  const sum = (of: (fill: BookedFill) => number): number =>
    fills.reduce((total, fill) => total + of(fill), 0);
  return {
    book,
    fills: fills.length,
    ml: sum(({ volumeMl }) => volumeMl),
    minor: sum(({ amountMinor }) => amountMinor),
  };
}

if (HELP === true) {
  console.log('npm run demo [-- --pictures DIR]: also puts the pictures of the README into DIR');
} else {
  await main();
}
