import { assert } from '../assert.ts';
import type { Card } from '../card/card.ts';
import { afterPinTry, PIN_TRIES_MAX } from '../card/pin.ts';
import type { StationPlace } from '../card/purchase-rules.ts';
import type { Contract } from '../contract/contract.ts';
import { toleranceMl } from '../contract/terms.ts';
import {
  captureTransfers,
  holdTransfer,
  lateTransfers,
  reverseTransfer,
} from '../ledger/sale-transfers.ts';
import { free } from '../limit/allowance.ts';
import { limitsInForce } from '../limit/scheduled-terms.ts';
import type { Product } from '../product/product.ts';
import { ok, refuse } from '../result.ts';
import { decideAuthorize, type AuthorizeQuestion, type Hold } from '../sale/authorize.ts';
import { alertsBeyondHold, type LimitAlert } from '../sale/limit-alert.ts';
import { previewPurchase } from '../sale/purchase-preview.ts';
import {
  captured,
  captureMaxMl,
  captureRefusal,
  NOT_CAPTURED,
  overrunsOf,
  partOutcomes,
  reversed,
  soldQuantity,
  takenByKey,
  type Sale,
  type SalePart,
} from '../sale/sale.ts';
import { linesFor, tariffOf, type Tariff } from '../sale/tariff.ts';
import { allowancesAt } from './allowances.ts';
import type { Decision } from './change.ts';
import type {
  AuthorizeCommand,
  CaptureCommand,
  PreviewSaleCommand,
  ReverseCommand,
} from './command.ts';
import { DONE, refused } from './decision.ts';
import { Draft } from './draft.ts';
import { bookReturn } from './decide-lease.ts';
import { previewAtMs, type Facts } from './facts.ts';
import { recallNeeds } from './recall.ts';

/**
 * Decides an online authorization; lease parts given back with it are free for this same decision
 * (architecture §7). While the network is recovered a hold stands only within the exposure that was
 * declared for its contract: who knows what is leased elsewhere (architecture §8).
 */
export function decideSaleAuthorize(command: AuthorizeCommand, facts: Facts): Decision {
  if (facts.workstation?.state !== 'active') return refused('WORKSTATION_REVOKED');
  if (facts.saleRefused) return refused('SALE_REVERSED');
  // The same request again is answered before it comes here; this is another one under a known
  // sale's id, or under that of another entry of the books.
  if (facts.sale !== null || facts.transfer !== null) return refused('COMMAND_ID_REUSED');
  const { card, contract, product } = facts;
  if (card === null || contract === null) return refused('CARD_NOT_FOUND');
  const draft = new Draft(facts, contract.contractId);
  for (const leaseReturn of command.leaseReturns) bookReturn(draft, { ...command, leaseReturn });
  if (product === null) return { outcome: refuse('PRODUCT_NOT_FOUND'), changes: draft.changes() };
  const context = { command, facts, card, contract, product, draft };
  const question = questionOf(context);
  const decision = decideWithPin(context, question);
  if (!decision.ok) {
    const recall = command.mayRecall === true ? recallNeeds(question) : [];
    const refusal = { outcome: decision, changes: draft.changes() };
    return recall.length === 0 ? refusal : { ...refusal, recall };
  }
  const sale = newSale(command, { hold: decision.value, contract });
  const { declaredLeftMinor } = facts;
  if (declaredLeftMinor !== null && sale.holdAmountMinor > declaredLeftMinor) {
    // The question may be a late copy of one that was allowed in a time that is lost, and whose
    // pump runs: nothing is remembered under its id, so that its workstation can tell it (I4).
    return { outcome: refuse('NETWORK_RECOVERING'), changes: draft.changes(), unkept: true };
  }
  holdOnline(draft, sale, contract);
  if (declaredLeftMinor !== null) {
    const { contractId, holdAmountMinor: amountMinor } = sale;
    draft.push({ kind: 'declared.take', contractId, amountMinor });
  }
  const alerted = decision.value.alerts.length > 0;
  const changes = alerted ? draft.changesWithExposure(command) : draft.changes();
  return { outcome: ok({ kind: 'sale', sale }), changes };
}

/** Says whether a purchase would pass, with the reasons, and changes nothing (row X-28). */
export function decideSalePreview(command: PreviewSaleCommand, facts: Facts): Decision {
  const { card, contract, product } = facts;
  if (card === null || contract === null) return refused('CARD_NOT_FOUND');
  if (product === null) return refused('PRODUCT_NOT_FOUND');
  const atMs = previewAtMs(command);
  const then = { ...facts, limits: limitsInForce(facts.limits, atMs) };
  const draft = new Draft(then, contract.contractId);
  const asking = { ...command, atMs, pin: 'right' as const };
  const asked = { command: asking, facts: then, card, contract, product };
  const preview = previewPurchase(questionOf({ ...asked, draft }));
  return { outcome: ok({ kind: 'purchase', preview }), changes: [], unkept: true };
}

interface QuestionContext {
  readonly command: Pick<AuthorizeCommand, 'atMs' | 'pin' | 'ask'>;
  readonly facts: Facts;
  readonly card: Card;
  readonly contract: Contract;
  readonly product: Product;
  readonly draft: Draft;
}

interface AuthorizeContext extends QuestionContext {
  readonly command: AuthorizeCommand;
}

/** A station that is not there is in no list. */
const NOWHERE: StationPlace = { stationId: '', regionId: null, country: null, partnerId: null };

/** The list price of the station under the contract's terms of this instant. */
function tariffHere({ command, facts, contract, product }: QuestionContext): Tariff | null {
  const { priceMinorPerLitre: listPriceMinorPerLitre, vatRateBp } = facts;
  if (listPriceMinorPerLitre === null) return null;
  const { terms, zone } = contract;
  const { atMs } = command;
  return tariffOf({ product, listPriceMinorPerLitre, vatRateBp, terms, atMs, zone });
}

function questionOf(context: QuestionContext): AuthorizeQuestion {
  const { command, card, contract, product, draft } = context;
  return {
    card,
    contract,
    product,
    place: context.facts.place ?? NOWHERE,
    rules: context.facts.rules,
    lastSaleAtMs: context.facts.lastSaleAtMs,
    tariff: tariffHere(context),
    allowances: allowancesAt(draft.factsSoFar(), contract, command.atMs),
    available: free,
    pin: command.pin,
    ask: command.ask,
    atMs: command.atMs,
  };
}

/** The third wrong PIN blocks the card in the same transaction that refuses the sale (row N-20). */
function decideWithPin(
  { command, card, draft }: AuthorizeContext,
  question: AuthorizeQuestion,
): ReturnType<typeof decideAuthorize> {
  const decision = decideAuthorize(question);
  const typed = command.pin === 'right' || command.pin === 'wrong';
  if (!card.pinRequired || !typed || card.blockReason === 'pin') return decision;
  const after = afterPinTry(card.pinTriesUsed, command.pin === 'right');
  if (after.triesUsed !== card.pinTriesUsed || after.blocked) {
    draft.push({ kind: 'card.put', card: withPinTries(card, after) });
  }
  if (after.blocked) return refuse('PIN_BLOCKED');
  if (decision.ok || decision.code !== 'PIN_INVALID') return decision;
  return refuse('PIN_INVALID', {
    triesLeftCount: PIN_TRIES_MAX - after.triesUsed,
  });
}

/** The card after a PIN try; a card that the last error blocked says so in its state. */
export function withPinTries(card: Card, after: { triesUsed: number; blocked: boolean }): Card {
  const counted = { ...card, pinTriesUsed: after.triesUsed };
  const { state, blockReason } = card;
  // Not behind a block that the client lifts himself: that would forget the errors.
  const blocks = after.blocked && (state === 'active' || blockReason === 'client');
  return blocks ? { ...counted, state: 'blocked', blockReason: 'pin' } : counted;
}

interface NewSaleContext {
  readonly hold: Hold;
  readonly contract: Contract;
}

function newSale(command: AuthorizeCommand, { hold, contract }: NewSaleContext): Sale {
  const parts = hold.needs.map(({ allowance, need }): SalePart => {
    return {
      allowanceKey: allowance.key,
      measure: allowance.measure,
      held: need,
      leaseId: null,
    };
  });
  const { quantity, tariff } = hold;
  return {
    saleId: command.saleId,
    cardId: command.cardId,
    contractId: contract.contractId,
    stationId: command.stationId,
    workstationId: command.workstationId,
    operatorId: command.operatorId,
    pumpNumber: command.pumpNumber,
    productId: command.productId,
    priceMinorPerLitre: tariff.priceMinorPerLitre,
    vatRateBp: tariff.vatRateBp,
    mode: 'online',
    state: 'held',
    authorizedAtMs: command.atMs,
    holdAmountMinor: quantity.amountMinor,
    holdVolumeMl: quantity.volumeMl,
    toleranceMl: toleranceMl(contract.terms.captureTolerance, quantity.volumeMl),
    parts,
    lines: linesFor(tariff, quantity.volumeMl),
    alerts: hold.alerts,
    ...NOT_CAPTURED,
  };
}

function holdOnline(draft: Draft, sale: Sale, contract: Contract): void {
  for (const part of sale.parts) draft.count(part.allowanceKey, { held: part.held });
  draft.push({ kind: 'sale.put', sale });
  draft.push({ kind: 'transfer', step: holdTransfer(sale, contract.currency) });
}

/**
 * Books what really went into the tank and frees the rest, to the lease it came from or to the
 * allowance. What goes above the hold within the contract's tolerance was reserved by nobody: it is
 * counted, and named as exposure where it is more than there was. Amounts that the workstation
 * worked out otherwise are told apart; the books have the authority's own (acceptance C11).
 */
export function decideSaleCapture(command: CaptureCommand, facts: Facts): Decision {
  const { sale } = facts;
  if (sale === null || sale.workstationId !== command.workstationId)
    return refused('HOLD_NOT_FOUND');
  if (sale.state === 'captured' && sale.volumeMl === command.volumeMl) {
    return { outcome: ok({ kind: 'sale', sale }), changes: [] };
  }
  const refusal = captureRefusal(sale, command.volumeMl);
  if (refusal !== null) {
    const { holdVolumeMl } = sale;
    const { volumeMl } = command;
    return refused(refusal, { holdVolumeMl, volumeMl, largestVolumeMl: captureMaxMl(sale) });
  }
  const bookedAtMs = Math.max(sale.authorizedAtMs, facts.lockedBeforeMs);
  const taken = captured(sale, command);
  const alerts = [...taken.alerts, ...alertsBeyond(sale, taken, facts)];
  const done = { ...taken, bookedAtMs, alerts };
  const draft = new Draft(facts, sale.contractId);
  if (sale.state === 'held') settle(draft, done);
  else takeLate(draft, done);
  const { told } = command;
  const differs =
    told !== null && (told.amountMinor !== done.amountMinor || told.vatMinor !== done.vatMinor);
  const currency = currencyOf(facts);
  const steps = sale.state === 'held' ? captureTransfers : lateTransfers;
  for (const step of steps(done, currency)) draft.push({ kind: 'transfer', step });
  const outcome = ok({ kind: 'sale', sale: done, ...(differs ? { differs } : {}) } as const);
  const isAbove = command.volumeMl > sale.holdVolumeMl || sale.voided;
  return { outcome, changes: isAbove ? draft.changesWithExposure(command) : draft.changes() };
}

/** What was reserved by nobody: all of it where the office had given the hold up. */
function alertsBeyond(sale: Sale, taken: Sale, facts: Facts): readonly LimitAlert[] {
  const { contract } = facts;
  const sold = soldQuantity(taken);
  const beyond =
    sale.state === 'held'
      ? overrunsOf(taken, sold)
      : [...takenByKey(taken, sold)].map(([allowanceKey, quantity]) => ({
          allowanceKey,
          quantity,
        }));
  if (contract === null || beyond.length === 0) return [];
  const allowances = allowancesAt(facts, contract, sale.authorizedAtMs);
  return alertsBeyondHold(sale.alerts, beyond, allowances);
}

/**
 * Gives a hold back whole. An id that was never seen is remembered and refused for ever
 * (architecture §6).
 */
export function decideSaleReverse(command: ReverseCommand, facts: Facts): Decision {
  const { sale } = facts;
  if (sale === null) {
    const { saleId, atMs } = command;
    return { outcome: DONE, changes: [{ kind: 'sale.refuse', saleId, atMs }] };
  }
  if (sale.workstationId !== command.workstationId) return refused('HOLD_NOT_FOUND');
  if (sale.state === 'captured') return refused('SALE_ALREADY_CAPTURED');
  if (sale.state === 'reversed') return { outcome: ok({ kind: 'sale', sale }), changes: [] };
  const done = reversed(sale, command.reversedAtMs);
  const draft = new Draft(facts, sale.contractId);
  settle(draft, done);
  draft.push({ kind: 'transfer', step: reverseTransfer(sale, currencyOf(facts)) });
  return { outcome: ok({ kind: 'sale', sale: done }), changes: draft.changes() };
}

/**
 * Moves every part of the hold to captured, and what was not taken back to its lease, or to nobody.
 */
export function settle(draft: Draft, sale: Sale): void {
  const sold = soldQuantity(sale);
  for (const { part, taken } of partOutcomes(sale.parts, sold)) {
    draft.count(part.allowanceKey, { held: -part.held, captured: taken });
    const lease = part.leaseId === null ? undefined : draft.lease(part.leaseId);
    if (lease !== undefined) draft.putLease({ ...lease, spent: lease.spent - (part.held - taken) });
  }
  for (const { allowanceKey, quantity } of overrunsOf(sale, sold)) {
    draft.count(allowanceKey, { captured: quantity });
  }
  draft.push({ kind: 'sale.put', sale });
}

/**
 * Counts a fill whose hold the office had given up: nothing was held for it any more, and its
 * leases are settled, so it is counted as it is.
 */
function takeLate(draft: Draft, sale: Sale): void {
  for (const [allowanceKey, captured] of takenByKey(sale, soldQuantity(sale))) {
    draft.count(allowanceKey, { captured });
  }
  draft.push({ kind: 'sale.put', sale });
}

function currencyOf({ contract }: Facts): string {
  assert(contract !== null, 'a sale has a contract');
  return contract.currency;
}
