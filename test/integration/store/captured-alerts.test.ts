import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '#sqlite/open.ts';
import { capturedAlerts } from '#store/sql/schema/captured-alerts.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { asked, newDatabase } from '#test/support/postgres/database.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

// What an earlier program left: a captured fill with the alerts of its hold.

const folder = temporaryFolder();
afterAll(() => folder.dispose());

const alert = (measure: string, above: number) => ({ limitId: measure, measure, above });
const HELD = JSON.stringify([alert('money', 500), alert('volume', 50), alert('count', 1)]);
const row = (id: string, state: string, amountMinor: number, volumeMl: number, alerts = HELD) =>
  `INSERT INTO sale VALUES ('${id}', '${state}', 1000, 100, ${amountMinor}, ${volumeMl}, '${alerts}');`;

const LEFT = `
  CREATE TABLE sale (sale_id text, state text, hold_amount_minor int, hold_volume_ml int,
    amount_minor int, volume_ml int, alerts text);
  ${row('further', 'captured', 1_100, 110)}
  ${row('less', 'captured', 600, 50)}
  ${row('below', 'captured', 400, 40, JSON.stringify([alert('volume', 50)]))}
  ${row('open', 'held', 0, 0)}`;
const READ = 'SELECT sale_id AS id, alerts FROM sale';

interface Row {
  readonly id: string;
  readonly alerts: string | null;
}

async function upgraded(): Promise<readonly Row[]> {
  if (engineUnderTest() === 'postgres') {
    const url = await newDatabase();
    await asked(url, LEFT);
    await asked(url, capturedAlerts.postgres.sql);
    return asked<Row>(url, READ);
  }
  const opened = openDatabase({ file: `${folder.path}/x.db`, keyHex: null, durable: 'normal' });
  if (!opened.ok) throw new Error(opened.code);
  const db = opened.value;
  for (const sql of [LEFT, capturedAlerts.sqlite.sql]) db.exec(sql);
  const rows = db.prepare<[], Row>(READ).all();
  db.close();
  return rows;
}

it('[X-15] a fill of before an upgrade keeps the alerts that it ended with', async () => {
  const left = new Map((await upgraded()).map(({ id, alerts }) => [id, alerts]));
  const above = (id: string): unknown => JSON.parse(left.get(id) ?? 'null');
  expect(above('further')).toEqual([alert('money', 600), alert('volume', 60), alert('count', 1)]);
  expect(above('less')).toEqual([alert('money', 100), alert('count', 1)]);
  expect(left.get('below')).toBeNull();
  expect(left.get('open')).toBe(HELD);
});
