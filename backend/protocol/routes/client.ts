import { z } from 'zod';
import * as r from '../records.ts';
import { authorityDocument, credentialSheet, handOver } from '../records/client/account.ts';
import { clientContract, clientDetails, clientEntry } from '../records/client/client.ts';
import { commandId, done, get, listOf, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

const clientPut = z.strictObject({
  ...commandId,
  /** Null for a new one: its id is the command's. */
  clientId: s.key.nullable(),
  /** The one that was seen; null for a new one. */
  revision: s.count.nullable(),
  client: clientEntry,
});

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
    input: clientPut,
    answer: clientDetails,
  }),
  /** The same as somebody entered it at a workstation without the link, under his command's id. */
  'client.told': post('/v1/clients/told', 'workstation', null, {
    input: clientPut.extend({ userId: s.key }),
    answer: done,
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
  /**
   * Puts a contract under a programme, as one that came with a register is under none; not where
   * people have accounts under another by it.
   */
  'contract.set-programme': post('/v1/contracts/programme', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, programmeId: s.key }),
    answer: done,
  }),
  /** Puts a contract in force; under some programmes its client's account is born with it. */
  'contract.sign': post('/v1/contracts/sign', 'user', 'contract.change', {
    input: z.strictObject({ ...commandId, contractId: s.key, creditLimitMinor: s.amountMinor }),
    answer: z.strictObject({ done: z.literal(true), sheet: credentialSheet.optional() }),
  }),
  /** Notes that a card was handed over by a signed act. */
  'card.hand-over': post('/v1/cards/hand-over', 'user', 'account.manage', {
    input: z.strictObject({
      ...commandId,
      cardId: s.key,
      actNumber: s.name,
      signedOn: s.localDate,
      receiverName: s.name,
    }),
    answer: done,
  }),
  /** Which cards of a contract were handed over, and by which acts. */
  'card.hand-overs': get('/v1/contracts/:contractId/hand-overs', 'user', 'account.manage', {
    input: z.strictObject({ contractId: s.key }),
    answer: listOf(handOver),
  }),
  /** Opens the account of a contract's client; its password is said in this answer alone. */
  'account.open': post('/v1/accounts', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, contractId: s.key }),
    answer: credentialSheet,
  }),
  /** On what paper a representative acts for his client, with its first and last day. */
  'account.authority': post('/v1/accounts/authority', 'user', 'account.manage', {
    input: z.strictObject({
      ...commandId,
      userId: s.key,
      contractId: s.key,
      document: authorityDocument,
    }),
    answer: done,
  }),
  /** A new sheet with a new password; the one before is dead. */
  'account.sheet': post('/v1/accounts/sheet', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, contractId: s.key, reason: s.name }),
    answer: credentialSheet,
  }),
} as const satisfies Record<string, Route>;
