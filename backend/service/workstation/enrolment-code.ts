import { z } from 'zod';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { codeText, typedCode } from './code-text.ts';

/** Long enough to carry it to another town, short enough not to lie about. */
const CODE_LIFE_MS = 24 * 3_600_000;

const keptCode = z.strictObject({ expiresAtMs: z.int() });

/**
 * A one-time code by which a workstation joins a station. Asking again with the same command id
 * gives the same.
 */
export async function makeEnrolmentCode(
  service: Service,
  { commandId, stationId }: RouteInput<'workstation.code'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'workstation.code'>>> {
  if ((await service.stores.registers.station(stationId)) === null) {
    return refuse('STATION_NOT_FOUND');
  }
  const changing = {
    command: 'workstation.code',
    commandId,
    caller,
    asked: { stationId },
    parse: (k: unknown) => keptCode.parse(k),
  } as const;
  const code = await codeOf(service, commandId);
  const kept = await once(service, changing, async (keep) => {
    const atMs = service.clock.nowMs();
    const expiresAtMs = atMs + CODE_LIFE_MS;
    const codeHash = service.digests.sha256(typedCode(code));
    const written = await service.stores.people.commit({
      atMs,
      audit: auditEntry(doerOf(caller), {
        event: 'workstation.code',
        subjectKind: 'station',
        subjectId: stationId,
        after: { expiresAtMs },
      }),
      changes: [
        { kind: 'enrolment-code.add', codeHash, stationId, expiresAtMs },
        keep({ expiresAtMs }),
      ],
    });
    return written === 'done' ? ok({ expiresAtMs }) : refuse('CHANGED_MEANWHILE');
  });
  return kept.ok ? ok({ code, ...kept.value }) : kept;
}

/**
 * The code follows from the command's id under a key of the network: it is kept nowhere, only its
 * hash is.
 */
async function codeOf(service: Service, commandId: string): Promise<string> {
  const { keys } = await networkOf(service);
  return codeText(service.digests.hmac(keys.pinKey, `enrolment/${commandId}`).slice(0, 32));
}
