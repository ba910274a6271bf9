/**
 * UTF-16 units of a short message that goes whole, and of each part of a longer one (GSM 03.40).
 */
export const SMS_WHOLE_UNITS = 70;
export const SMS_PART_UNITS = 67;

/**
 * The parts in which a text goes as UCS-2, as a mobile network counts and bills them. No letter of
 * two units is torn apart.
 */
export function smsParts(text: string): readonly string[] {
  if (text.length <= SMS_WHOLE_UNITS) return [text];
  const parts: string[] = [];
  let part = '';
  for (const letter of text) {
    if (part.length + letter.length > SMS_PART_UNITS) {
      parts.push(part);
      part = '';
    }
    part += letter;
  }
  return [...parts, part];
}
