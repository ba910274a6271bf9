import { describe, expect, it } from 'vitest';
import { IntlifyTexts } from '#adapter/message-text/intlify-texts.ts';
import { textsByLanguage } from '#adapter/message-text/texts.ts';
import { smsParts } from '#domain/message/sms-parts.ts';
import { partedParams, type MessageChannel, type TemplateUse } from '#domain/message/templates.ts';
import { languages, type Language } from '#domain/text/language.ts';
import type { RenderedText } from '#service/message/message-texts.ts';
import { samples } from './samples.ts';

const texts = new IntlifyTexts();
const facts = {
  programme: 'Степной ветер',
  programmeId: 'steppe-wind',
  zone: 'Asia/Almaty',
  site: 'https://cabinet.steppe.example',
};

interface Asked {
  readonly channel: MessageChannel;
  readonly language: Language;
  readonly blanked?: boolean;
}

function rendered(use: TemplateUse, { channel, language, blanked = false }: Asked): RenderedText {
  const { open, secret } = partedParams(use.params);
  const secrets = blanked ? null : secret;
  return texts.render({ channel, language, template: use.template, params: open, secrets }, facts);
}

function shown({ subject, text }: RenderedText, channel: MessageChannel): string {
  const parts =
    channel === 'sms' ? ` (units: ${text.length}, parts: ${smsParts(text).length})` : '';
  return `${channel}${parts}\n${subject === '' ? '' : `${subject}\n\n`}${text}`;
}

describe.each(languages)('templates in %s', (language) => {
  it.each(samples)('$title', ({ use, channels }) => {
    const all = channels.map((channel) => shown(rendered(use, { channel, language }), channel));
    expect(all.join('\n=====\n')).toMatchSnapshot();
  });

  it('[P-04] the letter of an invitation as HTML', () => {
    const { html } = rendered(samples[0]!.use, { channel: 'email', language });
    expect(html).toMatchSnapshot();
  });

  it('[P-04] an invitation has its reader, inviter, site and link, and no password', () => {
    const { text } = rendered(samples[0]!.use, { channel: 'email', language });
    for (const part of ['Анна Ким', 'Олег Юн', facts.site, facts.programme, '/invitation/dG9r']) {
      expect(text).toContain(part);
    }
  });

  it('[R-10] a code by short message is one part long', () => {
    const codes = samples.filter(
      ({ use, channels }) => 'code' in use.params && channels.includes('sms'),
    );
    expect(codes.length).toBeGreaterThan(2);
    for (const { use } of codes) {
      const { text } = rendered(use, { channel: 'sms', language });
      expect(text).toContain('4821');
      expect(smsParts(text), text).toHaveLength(1);
    }
  });

  it('no short message has more than two parts', () => {
    for (const { use, channels } of samples) {
      if (!channels.includes('sms')) continue;
      expect(smsParts(rendered(use, { channel: 'sms', language }).text).length).toBeLessThan(3);
    }
  });

  it('no parameter is left unfilled, and no secret is printed once it is blanked', () => {
    for (const { use, channels } of samples) {
      const secrets = Object.values(partedParams(use.params).secret).map(String);
      for (const channel of channels) {
        const whole = Object.values(rendered(use, { channel, language })).join('\n');
        expect(whole).not.toMatch(/[{}]|undefined/u);
        const blanked = Object.values(rendered(use, { channel, language, blanked: true })).join();
        for (const secret of secrets) expect(blanked).not.toContain(secret);
      }
    }
  });
});

describe('the texts', () => {
  it('are of one shape in every language', () => {
    const shape = (language: Language): unknown =>
      Object.entries(textsByLanguage[language]).map(([name, text]) => [
        name,
        ...Object.entries(text).map(([field, value]) => [
          field,
          [...JSON.stringify(value).matchAll(/\{\w+\}/gu)].map(String).toSorted(),
        ]),
      ]);
    expect(shape('en')).toEqual(shape('ru'));
    expect(shape('kk')).toEqual(shape('ru'));
  });

  it('[P-04] a name with paragraphs of its own, or words turned around, is no other letter', () => {
    const [{ use } = { use: null }] = samples;
    if (use?.template !== 'invitation') throw new Error('the first sample is an invitation');
    const personName = 'Анна\r\n\nВаш счёт заблокирован\u202e: позвоните';
    const forged = { ...use, params: { ...use.params, personName } };
    const { subject, text } = rendered(forged, { channel: 'email', language: 'ru' });
    expect(`${subject}${text}`).toContain('Анна Ваш счёт заблокирован : позвоните');
    expect(subject).not.toMatch(/[\r\n]/u);
  });

  it('what a person typed becomes text and never markup', () => {
    const use: TemplateUse = {
      template: 'recovery-rejected',
      params: { reason: '<script>alert("{code}")</script> & a|b @:c' },
    };
    const { html, text } = rendered(use, { channel: 'email', language: 'ru' });
    expect(text).toContain('<script>alert("{code}")</script> & a|b @:c');
    expect(html).toContain('&lt;script&gt;alert(&quot;{code}&quot;)&lt;/script&gt; &amp; a|b @:c');
    expect(html).not.toContain('<script');
  });

  it('without a site of its own a link leads to the application, and no site is named', () => {
    const { open, secret } = partedParams(samples[0]!.use.params);
    const { text } = texts.render(
      { channel: 'email', language: 'en', template: 'invitation', params: open, secrets: secret },
      { ...facts, site: null },
    );
    expect(text).toContain('forecourt://invitation/dG9r');
    expect(text).not.toContain('Address of the account');
  });

  it('[P-16] a link to a new password names the programme at whose door it counts', () => {
    const link = { template: 'recovery-link', language: 'ru', channel: 'email' } as const;
    const params = { purpose: 'set-password', expiresAtMs: 1_800_000_000_000 };
    const secrets = { token: 'dG9r' };
    const { text } = texts.render({ ...link, params, secrets }, { ...facts, site: null });
    expect(text).toContain('forecourt://recovery/steppe-wind/dG9r');
  });
});
