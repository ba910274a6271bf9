import type { OfficeChange } from '#service/people/changes/office-change.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import { arrived, declareExposure, finishRound } from '../identity/recovery-store.ts';
import {
  addCode,
  addWorkstation,
  setWorkstationState,
  takeCode,
} from '../identity/workstations.ts';
import { setCardPin } from '../register/card-writer.ts';
import {
  placeStation,
  putLimitTemplate,
  removeLimitTemplate,
} from '../register/limit-registers.ts';
import { putPrice } from '../register/price-writer.ts';
import type { LockName, SqlWrite } from '../sql.ts';

const KINDS = {
  'price.put': true,
  'station.place': true,
  'limit-template.put': true,
  'limit-template.remove': true,
  'card-pin.set': true,
  'enrolment-code.add': true,
  'workstation.add': true,
  'workstation.stop': true,
  'recovery.declare': true,
  'recovery.finish': true,
} as const satisfies Record<OfficeChange['kind'], true>;

export function isOfficeChange(change: PeopleChange): change is OfficeChange {
  return Object.hasOwn(KINDS, change.kind);
}

/** What nobody else may hold between what is told before the change and what is told after it. */
export function lockOf(change: OfficeChange): LockName {
  switch (change.kind) {
    case 'card-pin.set':
      return { cardId: change.cardId };
    case 'workstation.add':
    case 'workstation.stop':
    case 'recovery.declare':
    case 'recovery.finish':
      return 'network';
    default:
      return 'registers';
  }
}

/** Writes one change of the office; anything but `done` undoes the whole work. */
export async function applyOffice(
  sql: SqlWrite,
  change: OfficeChange,
  atMs: number,
): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'price.put':
      await putPrice(sql, change.price);
      return 'done';
    case 'station.place':
      return doneIf(await placeStation(sql, change.place));
    case 'limit-template.put':
      await putLimitTemplate(sql, change.template);
      return 'done';
    case 'limit-template.remove':
      return doneIf(await removeLimitTemplate(sql, change.templateId));
    case 'card-pin.set':
      await setCardPin(sql, change.cardId, change.verifier);
      return 'done';
    case 'enrolment-code.add': {
      const { codeHash, stationId, expiresAtMs } = change;
      await addCode(sql, { codeHash, stationId, expiresAtMs });
      return 'done';
    }
    case 'workstation.add':
      return join(sql, change, atMs);
    case 'workstation.stop':
      return stop(sql, change, atMs);
    case 'recovery.declare':
      return doneIf(await declareExposure(sql, change.amountMinor));
    case 'recovery.finish':
      return doneIf(await finishRound(sql));
  }
}

async function join(
  sql: SqlWrite,
  { codeHash, workstation }: Extract<OfficeChange, { readonly kind: 'workstation.add' }>,
  atMs: number,
): Promise<CommitOutcome> {
  const taken = await takeCode(sql, codeHash, atMs);
  if (taken === null) return 'stale';
  await addWorkstation(sql, { ...workstation, stationId: taken.stationId });
  return 'done';
}

async function stop(
  sql: SqlWrite,
  { workstationId, state }: Extract<OfficeChange, { readonly kind: 'workstation.stop' }>,
  atMs: number,
): Promise<CommitOutcome> {
  if (!(await setWorkstationState(sql, workstationId, state))) return 'stale';
  if (state === 'lost') await arrived(sql, workstationId, atMs);
  return 'done';
}

function doneIf(done: boolean): CommitOutcome {
  return done ? 'done' : 'stale';
}
