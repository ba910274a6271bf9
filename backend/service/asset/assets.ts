import { assert } from '#domain/assert.ts';
import { pointsAllowanceKey, voucherAllowanceKey } from '#domain/limit/allowance.ts';
import { refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import { recoveringRefusal } from '../recovery/recovery.ts';
import type { Service } from '../service.ts';

type Done = Promise<Answer<{ done: true }>>;

/** Opens a points account of a contract. */
export function openPoints(
  service: Service,
  input: RouteInput<'points.open'>,
  caller: Caller,
): Done {
  const { commandId, ...asked } = input;
  const command = { kind: 'points.open', ...office(service, commandId), ...asked } as const;
  return askDone(service, command, asked, commandEntry('points.open', input, caller));
}

/** Credits what a sale has brought; once per sale (I7). */
export async function accruePoints(
  service: Service,
  input: RouteInput<'points.accrue'>,
  caller: Caller,
): Done {
  const { commandId, ...asked } = input;
  const contractId = await contractOf(service, pointsAllowanceKey(asked.pointsAccountId));
  if (contractId === null) return refuse('POINTS_ACCOUNT_NOT_FOUND');
  const base = { ...office(service, commandId), contractId };
  const told = commandEntry('points.accrue', input, caller);
  return askDone(service, { kind: 'points.accrue', ...base, ...asked }, asked, told);
}

/** Takes back what a sale had brought; what is spent already becomes a debt (I7). */
export async function reverseAccrual(
  service: Service,
  input: RouteInput<'points.reverse-accrual'>,
  caller: Caller,
): Done {
  const { commandId, ...asked } = input;
  const contractId = await contractOf(service, pointsAllowanceKey(asked.pointsAccountId));
  if (contractId === null) return refuse('POINTS_ACCOUNT_NOT_FOUND');
  const base = { ...office(service, commandId), contractId };
  const told = commandEntry('points.reverse-accrual', input, caller);
  return askDone(service, { kind: 'points.reverse-accrual', ...base, ...asked }, asked, told);
}

/**
 * Issues vouchers against the contract's money; not while the network is recovered, when nobody
 * knows how much of it is leased (architecture §8).
 */
export async function issueVouchers(
  service: Service,
  input: RouteInput<'voucher.issue'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'voucher.issue'>>> {
  const { commandId, ...asked } = input;
  const recovering = await recoveringRefusal(service);
  if (recovering !== null) return recovering;
  const command = { kind: 'voucher.issue', ...office(service, commandId), ...asked } as const;
  return askDone(service, command, asked, commandEntry('voucher.issue', input, caller));
}

/**
 * Stops a voucher. A desk that has leased it takes it without asking, so a desk that listens is
 * told at once to lay it down (I5).
 */
export async function blockVoucher(
  service: Service,
  input: RouteInput<'voucher.block'>,
  caller: Caller,
): Done {
  const { commandId, voucherId } = input;
  const allowanceKey = voucherAllowanceKey(voucherId);
  const contractId = await contractOf(service, allowanceKey);
  if (contractId === null) return refuse('VOUCHER_NOT_FOUND');
  const base = { ...office(service, commandId), contractId };
  const command = { kind: 'voucher.block', ...base, voucherId } as const;
  const told = commandEntry('voucher.block', input, caller);
  const answer = await askDone(service, command, { voucherId }, told);
  if (!answer.ok) return answer;
  const { stores, clock, live } = service;
  for (const holder of await stores.leases.holders([allowanceKey], clock.nowMs())) {
    const { workstationId, outstanding: quantity } = holder;
    live.tellTo(workstationId, { kind: 'lease-recall', allowanceKey, quantity });
  }
  return answer;
}

/** The contract of a points account or a voucher; it never changes. */
export function contractOf({ stores }: Service, allowanceKey: string): Promise<string | null> {
  return stores.leases.assetContract(allowanceKey);
}

/** Who redeems at a station: its zone says which day it is there. */
export async function zoneOf({ stores }: Service, stationId: string): Promise<string> {
  const station = await stores.registers.station(stationId);
  assert(station !== null, 'a workstation stands at a known station');
  return station.zone;
}

function office({ clock }: Service, commandId: string) {
  return { commandId, atMs: clock.nowMs(), workstationId: null } as const;
}
