// The desk: a sale in work, an open fill, what was sold a moment ago.
import { refuse } from '#domain/result.ts';
import * as desk from './desk-samples.ts';
import { type EngineAnswers, good } from './fake-client.ts';
import { type Scenario, scenario } from './make-scenario.ts';
import { officeStation } from './office-samples.ts';
import { nowMs, syncOffline } from './samples.ts';

const answers = {
  'station:context': () => good(officeStation),
  'card:find': () => good(desk.cardView),
  'sale:open': () => good({ fills: [desk.openFill] }),
  'sale:recent': () => good({ fills: [desk.soldFill] }),
  'sale:slip': () => good(desk.saleSlip),
  'refund:slip': () => good(desk.refundSlip),
  'refund:make': () => refuse('REFUND_ABOVE_SALE', { largestVolumeMl: 40_000 }),
} satisfies EngineAnswers;

const offline = {
  ...answers,
  'card:find': () => good({ ...desk.cardView, source: 'local' as const }),
  'sale:authorize': () => refuse('LEASE_REQUIRED', { owner: 'card', limitId: null }),
  'voice:challenge': ({ volumeMl }) =>
    good({
      counter: 17,
      challenge: '0017-4821',
      workstationName: 'Касса 1',
      panMasked: desk.cardView.card.panMasked,
      productName: 'Дизель',
      volumeMl,
      endsAtMs: nowMs + 30 * 60_000,
    }),
  'voice:authorize': ({ code }) =>
    code === '11111111'
      ? refuse('VOICE_CODE_INVALID', { triesLeftCount: 4 })
      : refuse('VOICE_CODE_VOID'),
} satisfies EngineAnswers;

export const deskScenarios: Readonly<Record<string, Scenario>> = {
  desk: scenario({ path: '/sale', role: 'shift-supervisor', engine: answers }),
  'desk-offline': scenario({
    path: '/sale',
    role: 'shift-supervisor',
    sync: syncOffline,
    engine: offline,
  }),
};
