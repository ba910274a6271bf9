import { z } from 'zod';
import { workstation } from '../records.ts';
import { commandId, get, listOf, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** Voice authorization: a station without the link is helped by telephone (architecture §7). */
export const voiceRoutes = {
  /** The key by which a workstation knows the office's codes; it comes once, with the link. */
  'voice.key': get('/v1/voice/key', 'workstation', null, {
    input: s.empty,
    answer: z.strictObject({ key: s.hex64 }),
  }),
  /** The workstations that may call: who they are, and nothing of how they fare. */
  'voice.workstations': get('/v1/voice/workstations', 'user', 'sale.vouch', {
    input: s.empty,
    answer: listOf(workstation.pick({ workstationId: true, stationId: true, name: true })),
  }),
  /** Reserves the fill on behalf of the workstation and answers with the code to read out. */
  'voice.reserve': post('/v1/voice', 'user', 'sale.vouch', {
    input: z.strictObject({
      ...commandId,
      workstationId: s.key,
      /** As it was read out. */
      challenge: s.shortText,
      cardId: s.key,
      productId: s.key,
      volumeMl: s.volumeMl,
    }),
    answer: z.strictObject({
      saleId: s.id,
      code: z.string().regex(/^\d{8}$/u),
      holdAmountMinor: s.amountMinor,
      priceMinorPerLitre: s.amountMinor,
    }),
  }),
} as const satisfies Record<string, Route>;
