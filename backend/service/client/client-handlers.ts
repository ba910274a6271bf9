import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import {
  inviteClientUser,
  listClientUsers,
  putClientUser,
  removeClientUser,
} from './client-users.ts';
import { getClient, listClients, putClient } from './clients.ts';
import { createContract } from './create-contract.ts';
import { handOverCard, listHandOvers } from './hand-over-card.ts';
import { openAccount } from './open-account.ts';
import { putAuthority } from './put-authority.ts';
import { printSheet } from './print-sheet.ts';
import { setProgramme } from './set-programme.ts';
import { signContract } from './sign-contract.ts';
import { putToldClient } from './told-client.ts';

/** Clients, and their contracts from the first paper to the signature. */
export function clientHandlers(service: Service) {
  return {
    'client.list': (input, caller) => listClients(service, input, caller),
    'client.get': (input, caller) => getClient(service, input, caller),
    'client.put': (input, caller) => putClient(service, input, caller),
    'client.told': (input, caller) => putToldClient(service, input, caller),
    'contract.create': (input, caller) => createContract(service, input, caller),
    'contract.set-programme': (input, caller) => setProgramme(service, input, caller),
    'contract.sign': (input, caller) => signContract(service, input, caller),
    'card.hand-over': (input, caller) => handOverCard(service, input, caller),
    'card.hand-overs': (input) => listHandOvers(service, input),
    'account.open': (input, caller) => openAccount(service, input, caller),
    'client-user.list': (input) => listClientUsers(service, input),
    'client-user.invite': (input, caller) => inviteClientUser(service, input, caller),
    'client-user.put': (input, caller) => putClientUser(service, input, caller),
    'client-user.remove': (input, caller) => removeClientUser(service, input, caller),
    'account.authority': (input, caller) => putAuthority(service, input, caller),
    'account.sheet': (input, caller) => printSheet(service, input, caller),
  } satisfies Partial<Handlers>;
}
