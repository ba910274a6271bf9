import iconv from 'iconv-lite';
import { ok, refuse, type Result } from '#domain/result.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1250' | 'windows-1251' | 'windows-1252';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * Letters that tell Central European texts from West European ones; those that both have are left
 * out.
 */
const CENTRAL = new Set('ěřůďťňľĺŕčőűłńśźżęąćđăşţĚŘŮĎŤŇĽĹŔČŐŰŁŃŚŹŻĘĄĆĐĂŞŢ');
const WESTERN = new Set('àâèêëîïùûÿñãõåæøœìòÀÂÈÊËÎÏÙÛÑÃÕÅÆØŒÌÒ');

/**
 * The text of a file whose encoding nobody tells: by its byte order mark, else UTF-8 if it is
 * valid, else the Windows code page whose letters make words. Refused with FILE_UNREADABLE where it
 * is no text at all.
 */
export function decodeText(bytes: Uint8Array): Result<DecodedText> {
  if (startsWith(bytes, [0xff, 0xfe])) {
    return ok({ text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' });
  }
  if (bytes.includes(0)) return refuse('FILE_UNREADABLE', { reason: 'binary' });
  const utf8 = validUtf8(bytes);
  if (utf8 !== null) return ok({ text: utf8, encoding: 'utf-8' });
  const encoding = codePage(bytes);
  return ok({ text: iconv.decode(Buffer.from(bytes), encoding), encoding });
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** Without its byte order mark; null when it is not UTF-8. */
function validUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function codePage(bytes: Uint8Array): Encoding {
  const buffer = Buffer.from(bytes);
  const asCyrillic =
    iconv.decode(buffer, 'windows-1251').match(/\p{L}*[\u0080-\uffff]\p{L}*/gu) ?? [];
  const cyrillic = asCyrillic.filter((word) => /^[\u0400-\u04ff]{2,}$/u.test(word)).length;
  if (cyrillic * 2 > asCyrillic.length) return 'windows-1251';
  const central = countOf(iconv.decode(buffer, 'windows-1250'), CENTRAL);
  const western = countOf(iconv.decode(buffer, 'windows-1252'), WESTERN);
  return western > central ? 'windows-1252' : 'windows-1250';
}

function countOf(text: string, letters: ReadonlySet<string>): number {
  let count = 0;
  for (const letter of text) if (letters.has(letter)) count += 1;
  return count;
}
