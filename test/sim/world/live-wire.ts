import type { Random } from '#backend/demo/random.ts';
import type { LiveEvent } from '#protocol/feed.ts';
import type { Pauses } from '#service/platform-ports.ts';
import { LiveEvents } from '#service/sync/live-events.ts';

/** Who hears the backend's live stream, and what becomes of what he hears. */
export interface LiveWire {
  readonly listens: (workstationId: string) => boolean;
  readonly tell: (workstationId: string, event: LiveEvent) => void;
}

/** The backend's live stream without streams: whoever is there hears it at once. */
export class SimLive extends LiveEvents {
  readonly #wire: LiveWire;

  constructor(wire: LiveWire) {
    super();
    this.#wire = wire;
  }

  override listens(workstationId: string): boolean {
    return this.#wire.listens(workstationId);
  }

  override tellTo(workstationId: string, event: LiveEvent): void {
    this.#wire.tell(workstationId, event);
  }
}

/** A second is so many turns of the loop, and sometimes it is over at once. */
const TURNS_MAX = 600;

/** Waits by turns of the loop: nothing in the simulation takes longer. */
export function seededPauses(random: Random): Pauses {
  return {
    after() {
      let turns = random.chance(0.2) ? 0 : TURNS_MAX;
      const pass = async (): Promise<void> => {
        for (; turns > 0; turns -= 1) await Promise.resolve();
      };
      return {
        over: pass(),
        end: () => {
          turns = 0;
        },
      };
    },
  };
}
