import type { Params } from '#domain/result.ts';

/** The states of anything that is asked for; the names are those of UiTable's `state`. */
export type LoadState = 'loading' | 'ready' | 'stale' | 'failed';

export interface QueryRefusal {
  readonly code: string;
  readonly params: Params;
}

/**
 * Nothing yet: loading. A refusal with nothing to show: failed. A refusal over an older answer,
 * or an answer out of this workstation's own cache: stale, and the screen says its age.
 */
export function loadState(answer: unknown, refusal: QueryRefusal | null): LoadState {
  if (answer === null) return refusal === null ? 'loading' : 'failed';
  return refusal !== null || isLocal(answer) ? 'stale' : 'ready';
}

function isLocal(answer: unknown): boolean {
  return hasField(answer, 'source') && answer.source === 'local';
}

/** Moment of an answer that carries one, else null. */
export function asOfMs(answer: unknown): number | null {
  return hasField(answer, 'asOfMs') && typeof answer.asOfMs === 'number' ? answer.asOfMs : null;
}

function hasField<K extends string>(answer: unknown, key: K): answer is Record<K, unknown> {
  return typeof answer === 'object' && answer !== null && key in answer;
}
