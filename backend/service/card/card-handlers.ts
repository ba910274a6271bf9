import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { setPin } from './card-pin.ts';
import { blockCard, getCard, listCards, takeBackCard, unblockCard } from './cards.ts';
import { issueCard } from './issue-card.ts';

/** Cards: listed, issued, stopped, given a PIN, given up. */
export function cardHandlers(service: Service) {
  return {
    'card.list': (input, caller) => listCards(service, input, caller),
    'card.get': (input) => getCard(service, input),
    'card.issue': (input, caller) => issueCard(service, input, caller),
    'card.block': (input, caller) => blockCard(service, input, caller),
    'card.take-back': (input, caller) => takeBackCard(service, input, caller),
    'card.unblock': (input, caller) => unblockCard(service, input, caller),
    'card.set-pin': (input, caller) => setPin(service, input, caller),
  } satisfies Partial<Handlers>;
}
