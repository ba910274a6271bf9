import type { Language } from '#domain/text/language.ts';

/** A paragraph of a letter: words, a link with its words, or a code that stands alone. */
export type Paragraph =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'code'; readonly text: string };

interface Letter {
  readonly language: Language;
  readonly subject: string;
  readonly paragraphs: readonly Paragraph[];
  readonly footer: readonly string[];
}

const BODY = 'margin:24px;max-width:36em;font:16px/1.5 sans-serif;color:#1b1b1b';
const CODE = 'font-size:24px;font-weight:bold;letter-spacing:2px';
const FOOTER = 'color:#555555;font-size:14px';

/** A letter as simple HTML: no picture, nothing that is fetched, no script. */
export function letterHtml({ language, subject, paragraphs, footer }: Letter): string {
  const lines = paragraphs.map(paragraphHtml);
  const ending = footer.map(escaped).join('<br>\n');
  return [
    `<!doctype html>`,
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    `<body style="${BODY}">`,
    ...lines,
    `<p style="${FOOTER}">${ending}</p>`,
    `</body>`,
    `</html>`,
    ``,
  ].join('\n');
}

/** The same letter without any markup. */
export function letterText({ paragraphs, footer }: Letter): string {
  const lines = paragraphs.map((one) =>
    one.kind === 'link' ? `${one.text}:\n${one.href}` : one.text,
  );
  return `${[...lines, `--\n${footer.join('\n')}`].join('\n\n')}\n`;
}

function paragraphHtml(paragraph: Paragraph): string {
  const text = escaped(paragraph.text);
  switch (paragraph.kind) {
    case 'link':
      return `<p><a href="${escaped(paragraph.href)}">${text}</a></p>`;
    case 'code':
      return `<p style="${CODE}">${text}</p>`;
    case 'words':
      return `<p>${text}</p>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (letter) => ENTITIES[letter] ?? letter);
}
