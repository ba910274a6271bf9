import { assert } from '#domain/assert.ts';
import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { EnterSaleCommand } from '#domain/authority/command.ts';
import { ok, refuse } from '#domain/result.ts';
import { HAND_ENTRIES_A_DAY, isSlipInstant, slipKey } from '#domain/sale/hand-entry.ts';
import type { Sale } from '#domain/sale/sale.ts';
import { localDate } from '#domain/time/local-date.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import { derivedId } from '../authority/derived-id.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { saleRecord } from './authorize-sale.ts';
import { previewAt } from './preview-sale.ts';

type Slip = RouteInput<'sale.enter-preview'>;

/**
 * Enters a fill that was written on paper while everything was down: once per slip, by a person
 * who answers for it, within his quota of the day (architecture §7).
 */
export async function enterSale(
  service: Service,
  input: RouteInput<'sale.enter'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.enter'>>> {
  const { commandId, reason, ...slip } = input;
  const read = await readSlip(service, slip, caller);
  if (!read.ok) return read;
  const { command, enteredOn, contractNumber } = read.value;
  const { saleId, operatorId: userId, atMs } = command;
  const { handEntries } = service.stores;
  return service.locks.run(`slip ${saleId}`, async () => {
    const entry = { commandId, saleId, userId, enteredOn, reason, atMs };
    const noted = await handEntries.note(entry, HAND_ENTRIES_A_DAY);
    if (noted === 'reused') return refuse('COMMAND_ID_REUSED', { commandId });
    if (noted === 'entered') return refuse('SLIP_ENTERED');
    if (noted === 'under-way') return refuse('SLIP_UNDER_WAY');
    if (noted === 'quota') return refuse('CONTINGENCY_QUOTA_EXCEEDED', { left: 0 });
    const told = commandEntry('sale.enter', input, caller);
    const entered = { command: { ...command, commandId }, contractNumber, told };
    const answer = await bookedSale(service, entered, { ...slip, reason });
    if (answer.ok) return ok(saleRecord(answer.value));
    await handEntries.forget(commandId);
    return answer;
  });
}

/** The second look: what the slip comes to, and what that does to every limit that counts it. */
export async function previewEntry(
  service: Service,
  slip: Slip,
  caller: Caller,
): Promise<Answer<RouteAnswer<'sale.enter-preview'>>> {
  const read = await readSlip(service, slip, caller);
  if (!read.ok) return read;
  const { command, enteredOn, contractNumber } = read.value;
  const seen = { command: { ...command, dryRun: true }, contractNumber };
  const sale = await bookedSale(service, seen, slip);
  if (!sale.ok) return sale;
  const { cardId, stationId, productId, volumeMl, filledAtMs } = slip;
  const ask = { by: 'volume', volumeMl } as const;
  const preview = await previewAt(service, { cardId, stationId, productId, ask }, filledAtMs);
  if (!preview.ok) return preview;
  const { operatorId: userId, atMs } = command;
  const entered = await service.stores.handEntries.countOf({ userId, enteredOn, atMs });
  return ok({
    sale: saleRecord(sale.value),
    preview: preview.value,
    leftToday: Math.max(0, HAND_ENTRIES_A_DAY - entered),
  });
}

interface ReadSlip {
  readonly command: EnterSaleCommand;
  /** Of the contract that the card was on when it was filled. */
  readonly contractNumber: string;
  readonly enteredOn: string;
}

/** The slip as a command; a supervisor's is of the station where he stands. */
async function readSlip(service: Service, slip: Slip, caller: Caller): Promise<Answer<ReadSlip>> {
  const { workstationId, stationId: ownStationId } = workstationOf(caller);
  const { userId: operatorId, role } = personOf(caller);
  const { stationId, filledAtMs } = slip;
  if (role === 'shift-supervisor' && stationId !== ownStationId) {
    return refuse('STATION_NOT_ALLOWED');
  }
  const station = await service.stores.registers.station(stationId);
  if (station === null) return refuse('STATION_NOT_FOUND');
  const atMs = service.clock.nowMs();
  if (!isSlipInstant(filledAtMs, atMs)) return refuse('FIELD_INVALID', { field: 'filledAtMs' });
  const then = await service.stores.registers.contractOfCardAt(slip.cardId, filledAtMs);
  if (then === null) return refuse('CARD_NOT_FOUND');
  const { zone } = station;
  const saleId = derivedId(service.digests, 'paper slip', ...slipKey({ ...slip, zone }));
  const who = { workstationId, operatorId, contractId: then.contractId };
  const base = { kind: 'sale.enter', commandId: service.ids.uuid(), atMs, dryRun: false } as const;
  return ok({
    command: { ...base, ...who, ...slip, saleId },
    contractNumber: then.number,
    enteredOn: localDate(atMs, zone),
  });
}

interface ToldSlip extends Pick<ReadSlip, 'command' | 'contractNumber'> {
  /** Left out where nothing is booked. */
  readonly told?: AuditEntry;
}

async function bookedSale(
  service: Service,
  { command, contractNumber: number, told }: ToldSlip,
  asked: Slip & { readonly reason?: string },
): Promise<Answer<Sale>> {
  const answer = await askAuthority(service, command, asked, told);
  if (!answer.ok) return answer.code === 'CARD_MOVED' ? refuse('CARD_MOVED', { number }) : answer;
  assert(answer.value.kind === 'sale', 'an entry answers with its sale');
  return ok(answer.value.sale);
}
