import { describe, expect, it } from 'vitest';
import { VOICE_TRIES_MAX } from '#domain/voice/voice.ts';
import {
  officeCouldAllow,
  useVoiceAuthorization,
} from '#features/sale/voice/voice-authorization.ts';
import { good, openWindow, refused, settle } from '../bridge/scripted-window.ts';

const FILL = { cardId: 'card-1', productId: 'dt', pumpNumber: 2, volumeMl: 30_000 };
const told = (counter: number, endsInMs = 30 * 60_000) =>
  good({ counter, challenge: `000${counter}-4821`, endsAtMs: Date.now() + endsInMs });
const wrong = (triesLeftCount: number) => ({
  ok: false as const,
  code: 'VOICE_CODE_INVALID',
  params: { triesLeftCount },
});

/** A desk whose challenge is on the screen. */
async function openCall(endsInMs?: number) {
  const { used: voice, asked, close } = openWindow(() => useVoiceAuthorization());
  void voice.ask(FILL);
  asked[0]!.answer(told(1, endsInMs));
  await settle();
  return { voice, asked, close };
}

describe('a fill that is allowed by telephone', () => {
  it('is offered where leases or a PIN verifier are missing, and for no other refusal', () => {
    expect(
      ['LEASE_REQUIRED', 'LEASE_EXCEEDED', 'PIN_OFFLINE_UNAVAILABLE'].map(officeCouldAllow),
    ).toEqual([true, true, true]);
    const others = ['CARD_BLOCKED', 'PIN_INVALID', 'PRODUCT_NOT_ALLOWED', 'WORKSTATION_REVOKED'];
    expect(others.filter(officeCouldAllow)).toEqual([]);
  });

  it('shows its challenge and every try, and the right code gives the fill', async () => {
    const { voice, asked } = await openCall();
    expect([voice.open, voice.challenge?.counter, voice.triesLeft]).toEqual([
      true,
      1,
      VOICE_TRIES_MAX,
    ]);
    void voice.tryCode('11111111');
    asked[1]!.answer(wrong(4));
    await settle();
    expect([voice.triesLeft, voice.refusal?.code, voice.over]).toEqual([
      4,
      'VOICE_CODE_INVALID',
      false,
    ]);
    const fill = voice.tryCode('12345678');
    expect(asked[2]).toMatchObject({
      method: 'voice:authorize',
      input: { counter: 1, code: '12345678' },
    });
    asked[2]!.answer(good({ sale: { saleId: 'sale-1' } }));
    expect(await fill).toMatchObject({ sale: { saleId: 'sale-1' } });
    expect([voice.open, voice.challenge]).toEqual([false, null]);
  });

  it('that was closed by mistake keeps its challenge and its tries; another fill gets its own', async () => {
    const { voice, asked } = await openCall();
    void voice.tryCode('11111111');
    asked[1]!.answer(wrong(4));
    await settle();
    voice.open = false;
    await voice.ask({ ...FILL });
    expect([voice.open, voice.challenge?.counter, voice.triesLeft]).toEqual([true, 1, 4]);
    expect(asked).toHaveLength(2);
    void voice.ask({ ...FILL, volumeMl: 20_000 });
    asked[2]!.answer(told(2));
    await settle();
    expect([voice.challenge?.counter, voice.triesLeft]).toEqual([2, VOICE_TRIES_MAX]);
  });

  it('is over after the last wrong code: nothing more is tried, a new challenge begins anew', async () => {
    const { voice, asked } = await openCall();
    void voice.tryCode('11111111');
    asked[1]!.answer(refused('VOICE_CODE_VOID'));
    await settle();
    expect(voice.over).toBe(true);
    expect(await voice.tryCode('12345678')).toBeNull();
    expect(asked).toHaveLength(2);
    void voice.begin();
    asked[2]!.answer(told(2));
    await settle();
    expect([voice.challenge?.counter, voice.over, voice.refusal]).toEqual([2, false, null]);
  });

  it('is over when its time is over', async () => {
    const { voice } = await openCall(-60_000);
    expect(voice.over).toBe(true);
    expect(await voice.tryCode('12345678')).toBeNull();
  });

  it('says why there is no challenge at all', async () => {
    const { used: voice, asked } = openWindow(() => useVoiceAuthorization());
    void voice.ask(FILL);
    asked[0]!.answer(refused('VOICE_KEY_MISSING'));
    await settle();
    expect([voice.challenge, voice.refusal?.code]).toEqual([null, 'VOICE_KEY_MISSING']);
  });
});
