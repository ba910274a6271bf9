/* One fill at a desk that is killed at a given step of it. */
import { v7 as uuid } from 'uuid';
import { openDyingEngine } from './dying-engine.ts';

const [dataDir = '', vaultFile = '', url = '', password = '', nowText, killText, mode] =
  process.argv.slice(2);
const desk = await openDyingEngine({
  dataDir,
  vaultFile,
  url,
  nowMs: Number(nowText),
  killAt: Number(killText),
});
const { engine, ask, seen, step } = desk;

await ask('session:signIn', { login: 'till', password });
desk.offline = mode !== 'online';
await engine.syncOnce();
const volumeMl = 3_000;
const question = { saleId: uuid(), cardId: 'card-1', productId: 'dt', pumpNumber: 3, pin: null };
const { sale } = await ask('sale:authorize', { ...question, ask: { by: 'volume', volumeMl } });
const { saleId } = sale;
seen({ held: saleId, volumeMl });
step();
await ask('sale:capture', { saleId, volumeMl: volumeMl - 500 });
seen({ captured: saleId, volumeMl: volumeMl - 500 });
step();
desk.offline = false;
await engine.syncOnce();
seen({ steps: desk.steps() });
engine.close();
