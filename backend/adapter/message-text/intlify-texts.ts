import { compile, createMessageContext } from '@intlify/core-base';
import type { ParamValues, TemplateId } from '#domain/message/templates.ts';
import type { Language } from '#domain/text/language.ts';
import { printedDay, printedTime } from '#domain/time/printed-time.ts';
import { type LetterLinkKind, letterLinkText } from '#protocol/letter-link.ts';
import type {
  LetterFacts,
  MessageTexts,
  RenderedText,
  ToRender,
} from '#service/message/message-texts.ts';
import { letterHtml, letterText, type Paragraph } from './letter-html.ts';
import { textName, textsByLanguage } from './texts.ts';

type Named = Readonly<Record<string, string>>;

/** Stands where a secret was. */
const BLANK = '••••••';
const NO_SECRETS: Named = { code: BLANK, token: BLANK, password: BLANK };

/** Which page a template's link opens. */
const LINK_KINDS: Partial<Record<TemplateId, LetterLinkKind>> = {
  invitation: 'invitation',
  'recovery-link': 'recovery',
  'contact-change': 'contact',
  'contact-confirm': 'contact',
};

/** The templates as vue-i18n's own compiler reads them. */
export class IntlifyTexts implements MessageTexts {
  render(message: ToRender, facts: LetterFacts): RenderedText {
    const { channel, language, template } = message;
    const texts = textsByLanguage[language];
    const own = texts[textName(template, message.params)];
    const named = namedValues(message, facts);
    const subject = filled(own.subject, language, named);
    if (channel === 'sms') {
      const text = sentences(own.sms ?? [own.subject], language, named);
      return { subject: '', text, html: null };
    }
    if (channel === 'desktop') {
      return { subject, text: sentences(own.note ?? [], language, named), html: null };
    }
    const { action = subject } = own;
    const paragraphs = present(own.body, named).map((text): Paragraph => {
      if (text === '{link}') return { kind: 'link', href: named['link'] ?? '', text: action };
      const kind = text === '{code}' || text === '{password}' ? 'code' : 'words';
      return { kind, text: filled(text, language, named) };
    });
    const footer = texts.footer.map((line) => filled(line, language, named));
    const letter = { language, subject, paragraphs, footer };
    return { subject, text: letterText(letter), html: letterHtml(letter) };
  }
}

/** Everything that a text may name, as it is printed. */
function namedValues(message: ToRender, facts: LetterFacts): Named {
  const { programme, zone, site } = facts;
  const { language, params, secrets } = message;
  const printed = (atMs: string | number | undefined): string =>
    typeof atMs === 'number' ? printedTime(atMs, zone, language === 'en') : '';
  return {
    ...onOneLine(texted(params)),
    ...(secrets === null ? NO_SECRETS : texted(secrets)),
    programme,
    site: site ?? '',
    at: printed(params['atMs']),
    until: printed(params['expiresAtMs']),
    untilDay: printedDay(String(params['untilOn'] ?? ''), language === 'en'),
    link: linkOf(message, facts),
  };
}

/**
 * To the site of the network where one is set up, else to the application itself; '' where there is
 * none to follow.
 */
function linkOf({ template, secrets }: ToRender, { programmeId, site }: LetterFacts): string {
  const token = secrets?.['token'];
  const kind = LINK_KINDS[template];
  if (token === undefined || kind === undefined) return '';
  if (site !== null) return `${site}/${kind}/${encodeURIComponent(String(token))}`;
  // An invitation tells whose it is, and a contact needs no door.
  const at = kind === 'recovery' ? programmeId : null;
  return letterLinkText({ kind, programmeId: at, token: String(token) });
}

function texted(values: ParamValues): Named {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

/** Line breaks, what is not printed, and what turns the direction of the words after it around. */
const UNPRINTED = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A name that somebody typed stays within its sentence: nobody writes paragraphs of our letters.
 */
function onOneLine(named: Named): Named {
  return Object.fromEntries(
    Object.entries(named).map(([name, text]) => [name, text.replaceAll(UNPRINTED, ' ').trim()]),
  );
}

/** Those whose every parameter is there. */
function present(texts: readonly string[], named: Named): readonly string[] {
  return texts.filter((text) =>
    [...text.matchAll(/\{(\w+)\}/gu)].every(([, name = '']) => (named[name] ?? '') !== ''),
  );
}

function sentences(texts: readonly string[], language: Language, named: Named): string {
  return present(texts, named)
    .map((text) => filled(text, language, named))
    .join(' ');
}

function filled(text: string, language: Language, named: Named): string {
  const message = compile<string>(text, {
    locale: language,
    key: text,
    onError: (error) => {
      throw error;
    },
  });
  return String(message(createMessageContext<string, Named>({ named })));
}
