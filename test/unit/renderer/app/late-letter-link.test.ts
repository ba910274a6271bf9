import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import LetterLinkBanner from '#app/frame/LetterLinkBanner.vue';
import { useLetterLink } from '#bridge/state/letter-link-state.ts';
import { invitationLink } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const MINUTE_MS = 60_000;

const frame = defineComponent(() => {
  void useLetterLink().start();
  return () => h('div', h(LetterLinkBanner));
});

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

describe('a link of a letter that nobody opened', () => {
  it('is not there any more for whoever sits down at the desk a quarter of an hour later', async () => {
    const { wrapper } = await mounted(frame, {}, { 'letterLink:take': { link: invitationLink } });
    await vi.advanceTimersByTimeAsync(14 * MINUTE_MS);
    expect(wrapper.text()).toContain('Ссылка из письма: приглашение.');
    await vi.advanceTimersByTimeAsync(MINUTE_MS + 1000);
    expect(wrapper.text()).toBe('');
  });
});
