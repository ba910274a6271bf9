import type { Contract } from '../contract/contract.ts';
import { holdTransfer } from '../ledger/sale-transfers.ts';
import { moneyAllowanceKey, parseAllowanceKey, type Allowance } from '../limit/allowance.ts';
import type { CountedFill } from '../limit/limit.ts';
import { inMeasure, type Quantity } from '../limit/measure.ts';
import type { Product } from '../product/product.ts';
import { ok } from '../result.ts';
import { counts } from '../sale/authorize.ts';
import { alertsOfParts } from '../sale/limit-alert.ts';
import { NOT_CAPTURED, type Sale, type SalePart } from '../sale/sale.ts';
import { linesFor, plainTariff, tariffFrom, totalOf, type Tariff } from '../sale/tariff.ts';
import { allowancesAt } from './allowances.ts';
import type { Decision } from './change.ts';
import type { BookHoldCommand } from './command.ts';
import { refused } from './decision.ts';
import { Draft } from './draft.ts';
import type { Facts } from './facts.ts';

/** The most that a hold may come to; above it sums of many would no longer be exact. */
export const HOLD_MAX_MINOR = 1_000_000_000_000;

/**
 * Books a hold that a workstation gave from its leases. It is truth, not a question: what leases do
 * not cover is counted all the same and named as exposure. Limits that the workstation did not know
 * yet count it too.
 */
export function decideBookHold(command: BookHoldCommand, facts: Facts): Decision {
  if (facts.sale !== null) return bookedBefore(command, facts.sale);
  if (facts.saleRefused) return refused('SALE_REVERSED');
  // Its entry would have this id, and another one has it: a payment's, a refund's.
  if (facts.transfer !== null) return refused('COMMAND_ID_REUSED');
  const { contract, product } = facts;
  if (contract === null) return refused('CARD_NOT_FOUND');
  if (product === null) return refused('PRODUCT_NOT_FOUND');
  const tariff = bookedTariff(command);
  const holdAmountMinor = bookedAmount(command, tariff);
  if (holdAmountMinor === null) return refused('AMOUNT_INVALID');
  const draft = new Draft(facts, contract.contractId);
  const sale = bookedSale(command, { facts, contract, product, tariff, holdAmountMinor });
  for (const part of sale.parts) {
    draft.count(part.allowanceKey, { held: part.held });
    const lease = part.leaseId === null ? undefined : draft.lease(part.leaseId);
    if (lease !== undefined) draft.putLease({ ...lease, spent: lease.spent + part.held });
  }
  draft.push({ kind: 'sale.put', sale });
  draft.push({ kind: 'transfer', step: holdTransfer(sale, contract.currency) });
  return { outcome: ok({ kind: 'sale', sale }), changes: draft.changesWithExposure(command) };
}

/**
 * A hold that is in the books already stays as it is. Only how far above it the pump may go is the
 * workstation's word: one that was reserved by telephone is filled under the terms that the desk
 * knows, and its capture is truth (architecture §7).
 */
function bookedBefore({ workstationId, toleranceMl }: BookHoldCommand, sale: Sale): Decision {
  const isOpen = sale.state === 'held' && sale.workstationId === workstationId;
  if (!isOpen || toleranceMl <= sale.toleranceMl) {
    return { outcome: ok({ kind: 'sale', sale }), changes: [] };
  }
  const wider = { ...sale, toleranceMl };
  return {
    outcome: ok({ kind: 'sale', sale: wider }),
    changes: [{ kind: 'sale.put', sale: wider }],
  };
}

/** As told where the lines are those of this fill; the price alone where they are not. */
function bookedTariff({
  lines,
  productId,
  priceMinorPerLitre,
  vatRateBp,
}: BookHoldCommand): Tariff {
  const [fuel] = lines;
  const isOwn =
    fuel?.kind === 'fuel' &&
    fuel.productId === productId &&
    fuel.priceMinorPerLitre === priceMinorPerLitre &&
    fuel.vatRateBp === vatRateBp;
  return isOwn ? tariffFrom(lines) : plainTariff(productId, priceMinorPerLitre, vatRateBp);
}

/**
 * A hold covers its own volume at its own price and fees, so that its capture always fits; null
 * when it is no amount at all.
 */
function bookedAmount(
  { priceMinorPerLitre, holdVolumeMl, holdAmountMinor }: BookHoldCommand,
  tariff: Tariff,
): number | null {
  if ((priceMinorPerLitre * holdVolumeMl) / 1000 > HOLD_MAX_MINOR) return null;
  const amountMinor = Math.max(holdAmountMinor, totalOf(tariff, holdVolumeMl));
  return amountMinor > HOLD_MAX_MINOR ? null : amountMinor;
}

interface BookContext {
  readonly facts: Facts;
  readonly contract: Contract;
  readonly product: Product;
  readonly tariff: Tariff;
  readonly holdAmountMinor: number;
}

function bookedSale(command: BookHoldCommand, context: BookContext): Sale {
  const { parts: _parts, kind: _kind, commandId: _commandId, atMs: _atMs, ...told } = command;
  const { facts, contract, tariff, holdAmountMinor } = context;
  const allowances = allowancesAt(facts, contract, command.authorizedAtMs);
  const parts = bookedParts(command, { ...context, allowances });
  return {
    ...told,
    holdAmountMinor,
    contractId: contract.contractId,
    mode: command.mode ?? 'offline',
    state: 'held',
    parts,
    lines: linesFor(tariff, command.holdVolumeMl),
    alerts: alertsOfParts(parts, allowances),
    ...NOT_CAPTURED,
  };
}

/**
 * The parts as told, as far as they can be true: each on an allowance of this card and contract,
 * paid by a lease of this workstation on that very allowance or by none, together never more than
 * the fill takes. Whatever the told parts leave open of an allowance that counts the fill is
 * added, paid by no lease.
 */
function bookedParts(
  command: BookHoldCommand,
  context: BookContext & { readonly allowances: readonly Allowance[] },
): readonly SalePart[] {
  const { facts, contract, product, holdAmountMinor, allowances } = context;
  const quantity: Quantity = {
    amountMinor: holdAmountMinor,
    volumeMl: command.holdVolumeMl,
    count: 1,
  };
  const heldByKey = new Map<string, number>();
  const parts: SalePart[] = [];
  const add = (part: SalePart): void => {
    const before = heldByKey.get(part.allowanceKey) ?? 0;
    const held = Math.min(part.held, inMeasure(quantity, part.measure) - before);
    if (held <= 0) return;
    heldByKey.set(part.allowanceKey, before + held);
    parts.push({ ...part, held });
  };
  for (const part of command.parts) {
    const paid = paysFor(part, command, context);
    if (paid || isOwn(part, facts, contract)) add(paid ? part : { ...part, leaseId: null });
  }
  const open = { product, quantity, atMs: command.authorizedAtMs, zone: contract.zone };
  for (const part of unleasedParts(allowances, open)) add(part);
  return parts;
}

/**
 * A part on each of these allowances, of the instant of a fill, that counts it, paid by no lease.
 */
export function unleasedParts(
  allowances: readonly Allowance[],
  { quantity, ...fill }: CountedFill & { readonly quantity: Quantity },
): readonly SalePart[] {
  return allowances
    .filter((allowance) => counts(allowance, fill))
    .map(({ key: allowanceKey, measure }) => {
      return { allowanceKey, measure, held: inMeasure(quantity, measure), leaseId: null };
    });
}

function paysFor(
  part: SalePart,
  { workstationId }: BookHoldCommand,
  { facts, contract }: BookContext,
): boolean {
  return facts.leases.some(
    (lease) =>
      lease.leaseId === part.leaseId &&
      lease.workstationId === workstationId &&
      lease.contractId === contract.contractId &&
      lease.allowanceKey === part.allowanceKey &&
      lease.measure === part.measure,
  );
}

function isOwn(part: SalePart, facts: Facts, contract: Contract): boolean {
  if (part.allowanceKey === moneyAllowanceKey(contract.contractId)) return part.measure === 'money';
  const { limitId } = parseAllowanceKey(part.allowanceKey);
  return facts.limits.some((limit) => limit.limitId === limitId && limit.measure === part.measure);
}
