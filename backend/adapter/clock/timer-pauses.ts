import type { Pause, Pauses } from '#service/platform-ports.ts';

/** Pauses by the process's own timers; they keep no process alive. */
export class TimerPauses implements Pauses {
  after(ms: number): Pause {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      timer.unref();
    });
    return { over, end: () => clearTimeout(timer) };
  }
}
