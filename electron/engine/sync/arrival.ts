/** How far a snapshot has come. */
export interface Arriving {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** A person stopped it; what is here stays, and it goes on from there. */
  readonly paused: boolean;
}

/** The one snapshot that may be on its way, as those see it who watch or stop it. */
export interface Arrival {
  /** Null when none is on its way. */
  state(): Arriving | null;
  /** A download begins, or goes on; the signal tells that a person stops it. */
  begin(): AbortSignal;
  note(progress: { readonly doneBytes: number; readonly totalBytes: number }): void;
  /** It is here, or does not come. */
  end(): void;
  /** Until `resume`, or until this process ends. Nothing happens where none is on its way. */
  pause(): void;
  resume(): void;
}

/** @param moved called whenever there is something else to be seen */
export function makeArrival(moved: () => void): Arrival {
  let state: Arriving | null = null;
  let stopping = new AbortController();
  const set = (next: Arriving | null): void => {
    state = next;
    moved();
  };
  return {
    state: () => state,
    begin() {
      stopping = new AbortController();
      return stopping.signal;
    },
    note: (progress) => set({ ...progress, paused: stopping.signal.aborted }),
    end: () => set(null),
    pause() {
      if (state === null || state.paused) return;
      stopping.abort();
      set({ ...state, paused: true });
    },
    resume() {
      if (state !== null) set({ ...state, paused: false });
    },
  };
}
