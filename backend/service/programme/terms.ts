import { auditEntry } from '#domain/audit/audit-entry.ts';
import { termsInForce, type TermsHead } from '#domain/identity/terms.ts';
import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import { languages, type Language } from '#domain/text/language.ts';
import { termsHead } from '#protocol/records/terms.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { jsonOf } from '../office/limits.ts';
import type { Answer } from '../outcome.ts';
import type { Digests } from '../platform-ports.ts';
import type { Service } from '../service.ts';
import { headRecord } from './programme-door.ts';
import type { KeptProgramme, KeptTermsHead, TermsText } from './programme-rows.ts';

/** The text of a document that anybody may read, in force now or once (V-15, R-36). */
export async function readTerms(
  { stores, clock }: Service,
  { programmeId, kind, version, language }: RouteInput<'terms.read'>,
): Promise<Answer<RouteAnswer<'terms.read'>>> {
  const programme = await programmeInUse(stores.programmes.programme(programmeId));
  if (programme === null) return refuse('TERMS_NOT_FOUND');
  const begun = await begunHeads({ stores, clock }, programmeId);
  const head =
    version === undefined
      ? termsInForce(begun, kind, clock.nowMs())
      : begun.find((each) => each.kind === kind && each.version === version);
  const readIn = head && languageIn(head, [language, ...programme.profile.languages]);
  if (head === undefined || readIn === undefined) return refuse('TERMS_NOT_FOUND');
  const place = { programmeId, kind, version: head.version, language: readIn };
  const text = await stores.programmes.termsText(place);
  return text === null
    ? refuse('TERMS_NOT_FOUND')
    : ok({ programmeId, head: headRecord(head), ...text });
}

/** A version as those who publish it read it: in every language, in force or not. */
export async function wholeTerms(
  { stores, clock }: Service,
  { programmeId, kind, version }: RouteInput<'terms.texts'>,
): Promise<Answer<RouteAnswer<'terms.texts'>>> {
  const heads = await stores.programmes.termsHeads(programmeId);
  const head = heads.find((each) => each.kind === kind && each.version === version);
  if (head === undefined) return refuse('TERMS_NOT_FOUND');
  const texts: RouteAnswer<'terms.texts'>['texts'] = {};
  for (const language of head.languages) {
    const text = await stores.programmes.termsText({ programmeId, kind, version, language });
    if (text !== null) texts[language] = { title: text.title, body: text.body };
  }
  return ok({ head: headRecord(head), texts, asOfMs: clock.nowMs() });
}

/** Versions that are or were in force, the newest first. */
export async function listVersions(
  { stores, clock }: Service,
  { programmeId, kind }: RouteInput<'terms.versions'>,
): Promise<Answer<RouteAnswer<'terms.versions'>>> {
  const programme = await programmeInUse(stores.programmes.programme(programmeId));
  if (programme === null) return refuse('PROGRAMME_NOT_FOUND');
  const begun = await begunHeads({ stores, clock }, programmeId);
  const versions = begun.filter((head) => head.kind === kind).map(headRecord);
  return ok({ versions: versions.toReversed(), asOfMs: clock.nowMs() });
}

/**
 * Publishes the next version of a document. The same texts as the latest version's are that
 * version: nothing is published twice. @returns `FIELD_INVALID` {field} for a kind that the
 * programme does not have or an instant that is over or lies before the latest version's,
 * `FIELD_REQUIRED` {field} for a language of the programme without a text, `PROGRAMME_CHANGED` when
 * another version was published meanwhile
 */
export function publishTerms(
  service: Service,
  { commandId, ...asked }: RouteInput<'terms.publish'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'terms.publish'>>> {
  const parse = (kept: unknown) => termsHead.parse(kept);
  return once(
    service,
    { command: 'terms.publish', commandId, caller, asked: jsonOf(asked), parse },
    async (keep) => {
      const { stores, clock, digests } = service;
      const { programmeId, kind } = asked;
      const programme = await stores.programmes.programme(programmeId);
      if (programme === null) return refuse('PROGRAMME_NOT_FOUND');
      const texts = textsOf(asked.texts);
      const lacking = fieldLacking(programme, kind, texts);
      if (!lacking.ok) return lacking;
      const heads = await stores.programmes.termsHeads(programmeId);
      const latest = heads.findLast((head) => head.kind === kind);
      const hash = hashOf(digests, { programmeId, kind }, texts);
      if (latest?.hash === hash) return ok(headRecord(latest));
      const nowMs = clock.nowMs();
      const fromMs = asked.fromMs ?? nowMs;
      if (fromMs < Math.max(nowMs, latest?.fromMs ?? 0)) {
        return refuse('FIELD_INVALID', { field: 'fromMs' });
      }
      const head = {
        kind,
        version: (latest?.version ?? 0) + 1,
        fromMs,
        publishedAtMs: nowMs,
        hash,
      };
      const published = { ...head, languages: texts.map(({ language }) => language) };
      const written = await stores.people.commit({
        atMs: nowMs,
        audit: auditEntry(doerOf(caller), {
          event: 'terms.publish',
          subjectKind: 'programme',
          subjectId: programmeId,
          before: latest === undefined ? null : headRecord(latest),
          after: head,
        }),
        changes: [
          { kind: 'terms.publish', terms: { ...head, programmeId, texts } },
          keep(published),
        ],
      });
      return written === 'done' ? ok(published) : refuse('PROGRAMME_CHANGED');
    },
  );
}

async function programmeInUse(found: Promise<KeptProgramme | null>): Promise<KeptProgramme | null> {
  const programme = await found;
  return programme?.active === true ? programme : null;
}

/** What is announced for later is nobody's to read yet. */
async function begunHeads(
  { stores, clock }: Pick<Service, 'stores' | 'clock'>,
  programmeId: string,
): Promise<readonly KeptTermsHead[]> {
  const nowMs = clock.nowMs();
  const heads = await stores.programmes.termsHeads(programmeId);
  return heads.filter(({ fromMs }) => fromMs <= nowMs);
}

function languageIn(head: KeptTermsHead, wanted: readonly Language[]): Language | undefined {
  return [...wanted, ...head.languages].find((language) => head.languages.includes(language));
}

function textsOf(texts: RouteInput<'terms.publish'>['texts']): readonly TermsText[] {
  return languages.flatMap((language) => {
    const text = texts[language];
    return text === undefined ? [] : [{ language, ...text }];
  });
}

function fieldLacking(
  { profile }: KeptProgramme,
  kind: TermsHead['kind'],
  texts: readonly TermsText[],
): Answer<null> {
  if (!profile.documents.some((rule) => rule.kind === kind)) {
    return refuse('FIELD_INVALID', { field: 'kind' });
  }
  const told = new Set(texts.map(({ language }) => language));
  const lacking = profile.languages.find((language) => !told.has(language));
  return lacking === undefined ? ok(null) : refuse('FIELD_REQUIRED', { field: `texts.${lacking}` });
}

/** Of everything that was published under one number, in every language. */
function hashOf(
  digests: Digests,
  named: { readonly programmeId: string; readonly kind: TermsHead['kind'] },
  texts: readonly TermsText[],
): string {
  return digests.sha256(canonicalText({ ...named, texts: texts.map((text) => ({ ...text })) }));
}
