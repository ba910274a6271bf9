import { createGlobalState, useIntervalFn, useTimestamp } from '@vueuse/core';
import type { Ref } from 'vue';

const stepMs = 1000;

/** The present moment in epoch milliseconds; one timer for the whole window, a step per second. */
export const useNowMs: () => Ref<number> = createGlobalState(() =>
  useTimestamp({ scheduler: (step) => useIntervalFn(step, stepMs) }),
);
