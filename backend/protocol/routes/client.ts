import { z } from 'zod';
import * as r from '../records.ts';
import { credentialSheet } from '../records/account.ts';
import { clientContract, clientDetails, clientEntry } from '../records/client.ts';
import { commandId, get, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** Clients and the contracts that are made with them: from the first paper to the signature. */
export const clientRoutes = {
  'client.get': get('/v1/clients/:clientId', 'user', 'contract.view', {
    input: z.strictObject({ clientId: s.key }),
    answer: z.strictObject({
      client: clientDetails,
      contracts: z.array(clientContract),
      asOfMs: s.atMs,
    }),
  }),
  /** Enters a client, or changes one as it was seen. */
  'client.put': post('/v1/clients', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      /** Null for a new one: its id is the command's. */
      clientId: s.key.nullable(),
      /** The one that was seen; null for a new one. */
      revision: s.count.nullable(),
      client: clientEntry,
    }),
    answer: clientDetails,
  }),
  /** Draws a contract up, in draft; its id is the command's. */
  'contract.create': post('/v1/contracts', 'user', 'contract.change', {
    input: z.strictObject({
      ...commandId,
      clientId: s.key,
      number: s.name,
      currency: s.currency,
      zone: s.zone,
      /** By which its client's people get their accounts; null where they get none. */
      programmeId: s.key.nullable(),
    }),
    answer: r.contract,
  }),
  /** Puts a contract in force; under some programmes its client's account is born with it. */
  'contract.sign': post('/v1/contracts/sign', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, creditLimitMinor: s.amountMinor }),
    answer: z.strictObject({ done: z.literal(true), sheet: credentialSheet.optional() }),
  }),
} as const satisfies Record<string, Route>;
