/**
 * Who waits for which workstation to lay leases down. A workstation answers a recall by its
 * journal; whoever waits for it then asks the authority again.
 */
export class Recalls {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Resolves when every one of these has brought its journal. Call `end` in any case. */
  untilHeard(workstationIds: readonly string[]): { heard: Promise<void>; end: () => void } {
    const open = new Set(workstationIds);
    const own = new Map<string, () => void>();
    const heard = new Promise<void>((resolve) => {
      for (const workstationId of open) {
        own.set(workstationId, () => {
          open.delete(workstationId);
          if (open.size === 0) resolve();
        });
      }
      if (open.size === 0) resolve();
    });
    for (const [workstationId, tell] of own) this.#add(workstationId, tell);
    const end = (): void => {
      for (const [workstationId, tell] of own) this.#remove(workstationId, tell);
    };
    return { heard, end };
  }

  /** A workstation has given leases back. */
  heardFrom(workstationId: string): void {
    for (const tell of [...(this.#waiting.get(workstationId) ?? [])]) tell();
  }

  #add(workstationId: string, tell: () => void): void {
    const own = this.#waiting.get(workstationId) ?? new Set();
    own.add(tell);
    this.#waiting.set(workstationId, own);
  }

  #remove(workstationId: string, tell: () => void): void {
    const own = this.#waiting.get(workstationId);
    own?.delete(tell);
    if (own?.size === 0) this.#waiting.delete(workstationId);
  }
}
