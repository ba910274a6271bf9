import type { MessageChannel, ParamValues, TemplateId } from '#domain/message/templates.ts';
import type { Language } from '#domain/text/language.ts';

/** What every text of a programme names, beside the parameters of its template. */
export interface LetterFacts {
  /** The programme's name in the message's language; the network's where there is no programme. */
  readonly programme: string;
  /** Whose people it is written to; null for the network's own. */
  readonly programmeId: string | null;
  /** IANA zone in which times are printed. */
  readonly zone: string;
  /** Where links lead, without a slash at the end; null where only the application is. */
  readonly site: string | null;
}

export interface ToRender {
  readonly channel: MessageChannel;
  readonly template: TemplateId;
  readonly language: Language;
  readonly params: ParamValues;
  /** Null when they are blanked: dots stand in their place. */
  readonly secrets: ParamValues | null;
}

export interface RenderedText {
  /** Of a letter and of a notice on the desktop; empty for a short message. */
  readonly subject: string;
  readonly text: string;
  /** Of a letter alone. */
  readonly html: string | null;
}

/** The templates in every language. */
export interface MessageTexts {
  render(message: ToRender, facts: LetterFacts): RenderedText;
}
