import type { BridgeEvent, BridgeEventBody } from '#protocol/bridge.ts';

export type EventListener = <E extends BridgeEvent>(event: E, body: BridgeEventBody<E>) => void;

/** What the engine tells whoever listens: windows, and the runner of its own rounds. */
export interface Events {
  emit: EventListener;
  /** Called for everything; returns how to stop listening. */
  listen(listener: EventListener): () => void;
  /**
   * Something about link, journal, queue or leases changed; the state is read when somebody is
   * told.
   */
  syncMoved(): void;
  onSyncMoved(listener: () => void): () => void;
}

export function makeEvents(): Events {
  const listeners = new Set<EventListener>();
  const moved = new Set<() => void>();
  return {
    emit(event, body) {
      for (const listener of listeners) listener(event, body);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    syncMoved() {
      for (const listener of moved) listener();
    },
    onSyncMoved(listener) {
      moved.add(listener);
      return () => moved.delete(listener);
    },
  };
}
