import type { ParamValues, TemplateId } from '#domain/message/templates.ts';
import type { Language } from '#domain/text/language.ts';
import en from './texts/en.json' with { type: 'json' };
import kk from './texts/kk.json' with { type: 'json' };
import ru from './texts/ru.json' with { type: 'json' };

/**
 * One template in one language. Each entry of a list is a paragraph of its own (in a short message:
 * a sentence), and one that names a parameter which is empty or missing is left out.
 */
export interface TemplateText {
  readonly subject: string;
  readonly body: readonly string[];
  /** The words of the link. */
  readonly action?: string;
  /** As a short message; where there is none, the subject is. */
  readonly sms?: readonly string[];
  /** Below the subject of a notice on the desktop. */
  readonly note?: readonly string[];
}

/** Names of texts: of a template, or of one of its variants. */
export type TextName = Exclude<keyof typeof ru, 'footer'>;

interface Texts extends Readonly<Record<TextName, TemplateText>> {
  /** At the end of every letter. */
  readonly footer: readonly string[];
}

export const textsByLanguage: Readonly<Record<Language, Texts>> = { ru, en, kk };

/** Which text a template has for its parameters. */
export function textName(template: TemplateId, params: ParamValues): TextName {
  switch (template) {
    case 'recovery-link':
      return params['purpose'] === 'identify'
        ? 'recovery-link-identify'
        : 'recovery-link-set-password';
    case 'contact-change': {
      const side = params['side'] === 'old' ? 'old' : 'new';
      return params['kind'] === 'phone'
        ? `contact-change-phone-${side}`
        : `contact-change-email-${side}`;
    }
    case 'contact-changed': {
      const side = params['side'] === 'old' ? 'old' : 'new';
      return params['kind'] === 'phone'
        ? `contact-changed-phone-${side}`
        : `contact-changed-email-${side}`;
    }
    case 'application-processed':
      return params['outcome'] === 'accepted'
        ? 'application-processed-accepted'
        : 'application-processed-refused';
    default:
      return template;
  }
}
