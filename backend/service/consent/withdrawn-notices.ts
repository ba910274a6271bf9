import { firstLanguage, type DocumentKind } from '#domain/identity/programme.ts';
import { termsInForce } from '#domain/identity/terms.ts';
import { languageOf, noticesTo, type MessageAdd } from '../message/notice.ts';
import type { OpenDoor } from '../programme/programme-door.ts';
import type { Service } from '../service.ts';

/**
 * Tells a person that his consent is taken back (rows ): it may have been somebody at a
 * session that he left open.
 */
export async function withdrawnNotices(
  service: Service,
  { profile, heads }: OpenDoor,
  { userId, kind }: { readonly userId: string; readonly kind: DocumentKind },
): Promise<readonly MessageAdd[]> {
  const { people, programmes } = service.stores;
  const account = await people.accountById(userId);
  const atMs = service.clock.nowMs();
  const head = termsInForce(heads, kind, atMs);
  if (account === null || head === undefined) return [];
  const { programmeId } = profile;
  const language = languageOf(account, firstLanguage(profile));
  const text = await programmes.termsText({ programmeId, kind, version: head.version, language });
  const params = { document: text?.title ?? '', atMs };
  const door = { programmeId, language };
  return noticesTo(service, { door, account, template: 'consent-withdrawn', params });
}
