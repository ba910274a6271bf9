import { refuse, type Result } from '#domain/result.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { Profile } from './use-programmes.ts';

/** The file in which a programme goes from one network to another. */
export function profileFileName({ programmeId }: Profile): string {
  return `${programmeId}.programme.json`;
}

export function profileBytes(profile: Profile): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(profile, null, 2)}\n`);
}

/**
 * A profile out of such a file.
 * @returns FILE_UNREADABLE where it is no JSON, FIELD_INVALID {field} where a rule is missing or
 *   contradicts another
 */
export function profileFrom(bytes: Uint8Array): Result<Profile> {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('FILE_UNREADABLE');
  }
  const parsed = programmeProfile.safeParse(read);
  if (parsed.success) return { ok: true, value: parsed.data };
  const [first] = parsed.error.issues;
  return refuse('FIELD_INVALID', { field: first?.path.join('.') ?? '' });
}
