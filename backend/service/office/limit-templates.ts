import { auditEntry, type AuditEntry } from '#domain/audit/audit-entry.ts';
import { ok, refuse } from '#domain/result.ts';
import type { LimitTemplateRecord } from '#protocol/records/limits.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { changeLimits, jsonOf, NO_CONTRACT, previewLimits } from './limits.ts';

/** Templates of a contract and of the whole network (row X-21). */
export async function listTemplates(
  { stores }: Service,
  { contractId }: RouteInput<'limit-template.list'>,
): Promise<Answer<RouteAnswer<'limit-template.list'>>> {
  return ok({ rows: [...(await stores.registers.limitTemplates(contractId ?? null))] });
}

/** Makes or changes a template; limits that came of it stay as they are until it is applied. */
export function putTemplate(
  service: Service,
  input: RouteInput<'limit-template.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit-template.put'>>> {
  const { commandId, template } = input;
  return once(
    service,
    { command: 'limit-template.put', commandId, caller, asked: jsonOf(template), parse: parseDone },
    async (keep) => {
      const { registers, people } = service.stores;
      const { contractId } = template;
      if (
        contractId !== null &&
        (await registers.contractOfSubject('contract', contractId)) === null
      ) {
        return refuse('CONTRACT_NOT_FOUND');
      }
      const written = await people.commit({
        atMs: service.clock.nowMs(),
        audit: aboutTemplate('limit-template.put', template.templateId, caller),
        changes: [{ kind: 'limit-template.put', template }, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
    },
  );
}

/** Takes a template away; limits that came of it stay. */
export function removeTemplate(
  service: Service,
  { commandId, templateId }: RouteInput<'limit-template.remove'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit-template.remove'>>> {
  return once(
    service,
    {
      command: 'limit-template.remove',
      commandId,
      caller,
      asked: { templateId },
      parse: parseDone,
    },
    async (keep) => {
      const written = await service.stores.people.commit({
        atMs: service.clock.nowMs(),
        audit: aboutTemplate('limit-template.remove', templateId, caller),
        changes: [{ kind: 'limit-template.remove', templateId }, keep(DONE)],
      });
      return written === 'done' ? ok(DONE) : refuse('LIMIT_TEMPLATE_NOT_FOUND');
    },
  );
}

/** What the template says is told where it is written, as it was and as it is. */
function aboutTemplate(
  event: 'limit-template.put' | 'limit-template.remove',
  templateId: string,
  caller: Caller,
): AuditEntry {
  const subject = { subjectKind: 'limit-template', subjectId: templateId };
  return auditEntry(doerOf(caller), { event, ...subject });
}

/**
 * Gives each of many owners the limits and rules of a template, all or none. Asked again, it is the
 * first answer, whatever somebody has made of the template meanwhile (I2).
 */
export async function applyTemplate(
  service: Service,
  { commandId, ...asked }: RouteInput<'limit-template.apply'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'limit-template.apply'>>> {
  const template = await service.stores.registers.limitTemplate(asked.templateId);
  // Where it was removed since, the authority alone knows whether this was answered before.
  const contractId = template === null ? NO_CONTRACT : asked.contractId;
  const given = { ...changeOf(template ?? EMPTY, asked), contractId };
  const change = { ...given, commandId, skipInvalid: false };
  const applied = { event: 'limit-template.apply', change, asked } as const;
  const answer = await changeLimits(service, applied, caller);
  return answer.ok || template !== null ? answer : refuse('LIMIT_TEMPLATE_NOT_FOUND');
}

/** What a template that is not there gives to anybody. */
const EMPTY = { limits: [], rules: null };

/** What that would make of each of their limits. */
export async function previewTemplate(
  service: Service,
  asked: RouteInput<'limit-template.preview'>,
): Promise<Answer<RouteAnswer<'limit-template.preview'>>> {
  const template = await service.stores.registers.limitTemplate(asked.templateId);
  if (template === null) return refuse('LIMIT_TEMPLATE_NOT_FOUND');
  return previewLimits(service, changeOf(template, asked));
}

function changeOf(
  { limits, rules }: Pick<LimitTemplateRecord, 'limits' | 'rules'>,
  { contractId, subjects, fromMs }: RouteInput<'limit-template.preview'>,
): RouteInput<'limit.preview-many'> {
  const spread = { subjects, limits, rules };
  const nothing = { limits: [], removals: [], rules: [], budget: null };
  return { ...nothing, contractId, fromMs, spread };
}
