import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOVED_FAR } from '#store/sql/client-feed.ts';
import { LINES, STRETCH } from '#store/sql/lease/exposure-report.ts';
import { saleOperations } from '#store/sql/statement/statement-lines.ts';
import { openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
beforeAll(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterAll(() => bench.dispose());

/** How SQLite reads the tables of a statement; no value of it matters here. */
async function planOf(statement: string): Promise<readonly string[]> {
  const sql = `EXPLAIN QUERY PLAN ${statement.replaceAll(/@\w+/gu, '1')}`;
  const steps = await bench.rows<{ detail: string }>(sql);
  return steps.map(({ detail }) => detail);
}

const TABLES = 'feed|card|card_left|contract|client|workstation|station';

describe('a page of what grows with the network is read by indexes alone', () => {
  it.each([
    ['the feed of a client that begins', MOVED_FAR],
    ['where a page of the exposure ends', STRETCH],
    ['a page of the exposure', LINES],
  ])('%s', async (_name, statement) => {
    const plan = await planOf(statement);
    // What lost workstations had is few, and has no index.
    const scanned = new RegExp(`^SCAN (${TABLES}|lease)\\b(?!.* USING )`, 'u');
    expect(plan.filter((step) => scanned.test(step))).toEqual([]);
    expect(plan.join('\n')).toMatch(/USING (COVERING )?INDEX/u);
  });

  it('the exposure begins in the index of what is out, at its workstation and contract', async () => {
    for (const statement of [STRETCH, LINES]) {
      const lease = (await planOf(statement)).filter((step) => / lease /u.test(step));
      expect(lease[0]).toMatch(/^SEARCH lease USING (COVERING )?INDEX lease_alive \(/u);
    }
  });

  it('a fill entered by hand is marked by itself, not by all that its person ever entered', async () => {
    const plan = await planOf(saleOperations({ column: 'card_id', clientId: null }));
    const marks = plan.filter((step) => / hand_entry /u.test(step));
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.filter((step) => !step.includes(' hand_entry_of_sale '))).toEqual([]);
  });
});
