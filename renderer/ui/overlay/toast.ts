// Short messages that need no answer. Good news goes by itself; a refusal stays until it is
// dismissed.
import { type App, type InjectionKey, type Ref, inject, shallowRef } from 'vue';
import type { Tone } from '../status/tone.ts';

export interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly title: string;
  readonly text?: string;
}

export interface Toasts {
  readonly shown: Readonly<Ref<readonly Toast[]>>;
  show(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** Takes everything away: what one person was told is not for the next. */
  clear(): void;
}

const shownMsMax = 6000;
const shownCountMax = 4;
const toastsKey: InjectionKey<Toasts> = Symbol('toasts');

/** Makes the list of one window; the oldest message gives way to the fifth. */
export function makeToasts(): Toasts {
  const shown = shallowRef<readonly Toast[]>([]);
  let lastId = 0;
  const dismiss = (id: number): void => {
    shown.value = shown.value.filter((toast) => toast.id !== id);
  };
  return {
    shown,
    dismiss,
    clear: () => {
      shown.value = [];
    },
    show(toast) {
      lastId += 1;
      const id = lastId;
      shown.value = [...shown.value, { ...toast, id }].slice(-shownCountMax);
      const leaves = toast.tone === 'ok' || toast.tone === 'info' || toast.tone === 'neutral';
      if (leaves) setTimeout(() => dismiss(id), shownMsMax);
    },
  };
}

export function provideToasts(app: App, toasts: Toasts): void {
  app.provide(toastsKey, toasts);
}

/** The list of the window; a missing provider is a bug of the entry file and throws. */
export function useToasts(): Toasts {
  const toasts = inject(toastsKey);
  if (toasts === undefined) throw new Error('provideToasts was not called for this application');
  return toasts;
}
