import { expect, it } from 'vitest';
import { torture } from './torture.ts';

it('[I1] [I2] [I3] [I4] real processes are killed while they sell, and all books agree', async () => {
  const asked = { sales: 1_000, kills: 20 };
  const result = await torture({ ...asked, minutes: 4, seed: 1 });
  expect(result.violations).toEqual([]);
  expect(result.sales).toBeGreaterThanOrEqual(asked.sales);
  expect(result.deskKills + result.backendKills).toBeGreaterThanOrEqual(asked.kills);
  expect(result.offline).toBeGreaterThan(0);
}, 300_000);
