import { describe, expect, it } from 'vitest';
import { useVoiceChoices } from '#features/voice/choices.ts';
import { good, openWindow, settle } from '../bridge/scripted-window.ts';

const COUNT = 700;
const callers = Array.from({ length: COUNT }, (_, index) => ({
  workstationId: `ws-${index}`,
  stationId: `st-${index}`,
  name: 'Касса 1',
}));

describe('workstations that may call', () => {
  it('are told apart by the names of their stations, however many stations there are', async () => {
    const { used: choices, asked } = openWindow(useVoiceChoices);
    const listed = asked.find(({ method }) => method === 'voice:workstations');
    listed!.answer(good({ rows: callers, nextCursor: null, asOfMs: 1 }));
    await settle();
    for (const { method, input, answer } of asked) {
      if (method !== 'station:getMany') continue;
      const { stationIds } = input as { readonly stationIds: readonly string[] };
      answer(
        good({ rows: stationIds.map((stationId) => ({ stationId, name: `АЗС ${stationId}` })) }),
      );
    }
    await settle();
    const hints = choices.workstations.value.map(({ hint }) => hint);
    expect(hints).toEqual(callers.map(({ stationId }) => `АЗС ${stationId}`));
  });
});
