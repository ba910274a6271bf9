import { describe, expect, it } from 'vitest';
import { useVoiceRequest } from '#features/voice/request.ts';
import { good, openWindow, refused, settle } from '../bridge/scripted-window.ts';

const CALLER = { workstationId: 'ws-7', stationId: 'st-1', name: 'Desk 1' };
const HEARD = {
  workstationId: 'ws-7',
  challenge: '00 01 48-21',
  cardId: 'card-1',
  productId: 'dt',
  volumeMl: 30_000,
};
const RESERVED = { saleId: 's-1', code: '12345678', holdAmountMinor: 1, priceMinorPerLitre: 1 };

/** The office has typed all that was read out. */
async function openTyped() {
  const { used: request, asked } = openWindow(() => useVoiceRequest(() => [CALLER]));
  Object.assign(request.entered, HEARD);
  await settle();
  return { request, of: (method: string) => asked.filter((one) => one.method === method) };
}

describe('a call of a station', () => {
  it('is complete only with everything that was read out, typed in any grouping', async () => {
    const { request } = await openTyped();
    expect(request.asked.value).toEqual({ ...HEARD, challenge: '00014821' });
    for (const missing of ['workstationId', 'cardId', 'productId', 'volumeMl'] as const) {
      const before = request.entered[missing];
      Object.assign(request.entered, { [missing]: null });
      expect(request.asked.value).toBeNull();
      Object.assign(request.entered, { [missing]: before });
    }
    request.entered.challenge = '0001 48';
    expect(request.asked.value).toBeNull();
  });

  it('shows whether the fill would pass at the station of the caller, before anything is reserved', async () => {
    const { of } = await openTyped();
    expect(of('sale:preview').at(-1)?.input).toMatchObject({ cardId: 'card-1', stationId: 'st-1' });
    expect(of('voice:reserve')).toEqual([]);
  });

  it('is reserved once, however often the key is pressed', async () => {
    const { request, of } = await openTyped();
    void request.reserve();
    void request.reserve();
    of('voice:reserve')[0]!.answer(good(RESERVED));
    await settle();
    await request.reserve();
    expect(of('voice:reserve')).toHaveLength(1);
    expect(request.reserved.value?.code).toBe('12345678');
  });

  it('has no code any more when another word of it is typed', async () => {
    const { request, of } = await openTyped();
    void request.reserve();
    of('voice:reserve')[0]!.answer(good(RESERVED));
    await settle();
    request.entered.volumeMl = 20_000;
    await settle();
    expect(request.reserved.value).toBeNull();
  });

  it('that was misheard says so and can be typed again', async () => {
    const { request, of } = await openTyped();
    void request.reserve();
    of('voice:reserve')[0]!.answer(refused('VOICE_CHALLENGE_INVALID'));
    await settle();
    expect(request.command.refusal.value?.code).toBe('VOICE_CHALLENGE_INVALID');
    request.entered.challenge = '00 01 48 22';
    await settle();
    expect(request.command.refusal.value).toBeNull();
    void request.reserve();
    expect(of('voice:reserve')).toHaveLength(2);
  });

  it('waits for its answer before the next caller is written down', async () => {
    const { request, of } = await openTyped();
    void request.reserve();
    request.clear();
    await settle();
    expect(request.asked.value).toEqual({ ...HEARD, challenge: '00014821' });
    of('voice:reserve')[0]!.answer(good(RESERVED));
    await settle();
    expect(request.reserved.value?.code).toBe('12345678');
  });

  it('ends with every field empty for the next one', async () => {
    const { request } = await openTyped();
    request.clear();
    expect(Object.values(request.entered)).toEqual([null, '', null, null, null]);
  });
});
