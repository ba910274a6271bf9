import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { KnownLetterLink, LetterLink } from '#protocol/letter-link.ts';
import { useClient } from '../client.ts';
import { useNowMs } from './clock.ts';

/** Whoever followed it is at the desk; later somebody else may be. */
const WAITS_MS = 15 * 60_000;

/**
 * The newest link of a letter, from the moment it came until somebody opens it or wants none of it.
 * Nothing is done with it here: it waits behind a locked screen and beside whatever is being typed.
 */
export const useLetterLink = defineStore('letter-link', () => {
  const { shell } = useClient();
  const nowMs = useNowMs();
  const came = shallowRef<{ readonly link: LetterLink; readonly atMs: number } | null>(null);
  /** The one that was opened, for the screen that it leads to. */
  const opened = shallowRef<KnownLetterLink | null>(null);
  const waiting = computed(() => came.value?.link ?? null);

  watch(nowMs, (now) => {
    if (came.value !== null && now - came.value.atMs >= WAITS_MS) came.value = null;
  });

  async function take(): Promise<void> {
    const answer = await shell.request('letterLink:take', {});
    const link = answer.ok ? answer.value.link : null;
    if (link !== null) came.value = { link, atMs: nowMs.value };
  }

  async function start(): Promise<void> {
    shell.on('letterLink:came', () => void take());
    await take();
  }

  function open(link: KnownLetterLink): void {
    opened.value = link;
    came.value = null;
  }

  /** Nothing of it stays: it was used, or nobody wants it. */
  function forget(): void {
    opened.value = null;
    came.value = null;
  }

  return { waiting, opened, start, open, forget };
});
