import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskContact } from '#domain/client/contact-mask.ts';
import { feedbackStates, feedbackWords, mayPass } from '#domain/feedback/feedback.ts';

const words = (contact: string, text: string) => feedbackWords({ contact, text });

describe('feedback', () => {
  it('[N-26] needs a contact and a text', () => {
    expect(words('  ', 'Текст')).toMatchObject({ ok: false, code: 'CONTACT_REQUIRED' });
    expect(words('8 916 000-00-01', ' \n ')).toMatchObject({ ok: false, code: 'MESSAGE_EMPTY' });
    expect(words('', '')).toMatchObject({ ok: false, code: 'CONTACT_REQUIRED' });
  });

  it('[N-26] takes a phone or an e-mail address in its one form', () => {
    expect(words('8 (916) 000-00-01', ' Цена на табло ')).toEqual({
      ok: true,
      value: { contact: '+79160000001', text: 'Цена на табло' },
    });
    expect(words(' Olga@Example.org ', 'a')).toMatchObject({
      value: { contact: 'olga@example.org' },
    });
    for (const contact of ['позвоните', '12', 'a@b', '+7916']) {
      const read = words(contact, 'a');
      expect(read).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'contact' } });
    }
  });

  it('reads what it has made as the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('+79160000001', 'a@example.org'),
        fc.string(),
        (contact, text) => {
          const once = words(contact, text);
          if (once.ok) expect(feedbackWords(once.value)).toEqual(once);
        },
      ),
    );
  });

  it('shows of a contact no more than its kind', () => {
    expect(maskContact('+79160000001')).toBe('+7•••01');
    expect(maskContact('olga@example.org')).toBe('o•••@example.org');
  });

  it('is answered once, closed once, and never answered after that', () => {
    const passes = feedbackStates.map((from) =>
      (['answered', 'closed'] as const).map((to) => mayPass(from, to).ok),
    );
    expect(passes).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});
