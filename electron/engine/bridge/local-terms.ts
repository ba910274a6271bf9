import { isAccepted, isWithdrawable } from '#domain/identity/terms.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Engine } from '../engine.ts';
import { acceptHere, acceptedHere, knownHead } from '../session/acceptances.ts';
import { knownDoor } from '../session/door-rule.ts';
import { onlineOnly, type Asking } from './online.ts';

interface TermsHandlers {
  readonly 'consent:list': Asking<'consent.list'>;
  readonly 'consent:accept': Asking<'consent.accept'>;
}

/**
 * Documents and their acceptance: the backend's, but for somebody who is in without the link and
 * lacks a tick. He reads the documents that were told last, and what he ticks is told later (V-14).
 */
export function localTerms(engine: Engine): TermsHandlers {
  const { core, session } = engine;
  const list = onlineOnly(engine, 'consent.list');
  const accept = onlineOnly(engine, 'consent.accept');
  const doorOfWaiting = () => {
    const { mode, purpose, programmeId } = session.state();
    return mode === 'local' && purpose === 'accept-terms'
      ? knownDoor(core, programmeId ?? null)
      : null;
  };
  return {
    'consent:list': async (input, operator) => {
      const door = doorOfWaiting();
      if (door === null) return list(input, operator);
      const accepted = acceptedHere(core, operator.userId);
      const documents = door.documents.map((document) => ({
        ...document,
        accepted: document.head !== null && isAccepted(document.head, accepted),
        withdrawable: isWithdrawable(document.kind, door),
      }));
      const asOfMs = core.clock.nowMs();
      return ok({ documents, consents: [], erasureAskedAtMs: null, asOfMs });
    },
    'consent:accept': async (input, operator) => {
      const door = doorOfWaiting();
      if (door === null) return accept(input, operator);
      const other = input.accepted.find((one) => knownHead(door, one) === null);
      if (other !== undefined) return refuse('TERMS_CHANGED', { kind: other.kind });
      const { programmeId } = door;
      const written = acceptHere(core, { userId: operator.userId, programmeId }, input.accepted);
      return written.ok ? ok({ done: true } as const) : written;
    },
  };
}
