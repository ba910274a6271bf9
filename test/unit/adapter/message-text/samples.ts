import type { MessageChannel, TemplateUse } from '#domain/message/templates.ts';

// One use of every template, and of every variant of one, with parameters of people who do not
// exist.

interface Sample {
  readonly title: string;
  readonly channels: readonly MessageChannel[];
  readonly use: TemplateUse;
}

const atMs = Date.UTC(2026, 10, 22, 12, 43);
const expiresAtMs = Date.UTC(2026, 10, 23, 12, 43);
const token = 'dG9rZW4tb2YtMTI4LWJpdHM';
const login = 'maximov-1204';
const contactMasked = '+7 7•• ••• 12 34';

const one = (use: TemplateUse, channels: readonly MessageChannel[], variant = ''): Sample => ({
  title: variant === '' ? use.template : `${use.template}, ${variant}`,
  channels,
  use,
});

const change = (kind: 'email' | 'phone', side: 'old' | 'new'): Sample => {
  const secret = kind === 'phone' ? { code: '4821' } : { token };
  const params = { kind, side, contactMasked, expiresAtMs, ...secret };
  const channels = kind === 'phone' ? (['email', 'sms'] as const) : (['email'] as const);
  return one({ template: 'contact-change', params }, channels, `${kind} ${side}`);
};

const everywhere = ['email', 'sms', 'desktop'] as const;
const reason = 'подпись не совпала с договором';
const application = { applicationNumber: '2026-118' };

export const samples: readonly Sample[] = [
  one(
    {
      template: 'invitation',
      params: { personName: 'Анна Ким', inviter: 'Олег Юн', token, expiresAtMs },
    },
    ['email'],
  ),
  one({ template: 'recovery-code', params: { code: '731904', expiresAtMs } }, ['email']),
  ...(['set-password', 'identify'] as const).map((purpose) =>
    one({ template: 'recovery-link', params: { token, expiresAtMs, purpose } }, ['email'], purpose),
  ),
  one({ template: 'recovery-sms', params: { code: '4821', expiresAtMs } }, ['email', 'sms']),
  one(
    { template: 'one-time-password', params: { login, password: 'kulan-93-tobyl', expiresAtMs } },
    ['email', 'sms'],
  ),
  one({ template: 'recovery-rejected', params: { reason } }, ['email', 'sms']),
  one({ template: 'erasure-declined', params: { reason } }, everywhere),
  change('email', 'old'),
  change('email', 'new'),
  change('phone', 'old'),
  change('phone', 'new'),
  ...(['email', 'phone'] as const).flatMap((kind) =>
    (['old', 'new'] as const).map((side) => {
      const params = { kind, side, contactMasked, atMs };
      return one({ template: 'contact-changed', params }, everywhere, `${kind} ${side}`);
    }),
  ),
  one(
    {
      template: 'contact-changed',
      params: { kind: 'email', side: 'old', contactMasked: '', atMs },
    },
    ['email'],
    'email gone',
  ),
  one({ template: 'contact-confirm', params: { token, expiresAtMs } }, ['email']),
  one({ template: 'registration-code', params: { code: '4821', expiresAtMs } }, ['email', 'sms']),
  one({ template: 'phone-taken', params: { atMs } }, ['email', 'sms']),
  one(
    {
      template: 'application-filed',
      params: { ...application, clientName: 'ТОО «Тобол»', personName: 'Анна Ким', curator: '' },
    },
    ['email'],
    'no curator',
  ),
  one(
    {
      template: 'application-processed',
      params: { ...application, outcome: 'accepted', reason: '' },
    },
    ['email', 'sms'],
    'accepted',
  ),
  one(
    { template: 'application-processed', params: { ...application, outcome: 'refused', reason } },
    ['email', 'sms'],
    'refused',
  ),
  one({ template: 'feedback-filed', params: { feedbackNumber: '17' } }, ['email', 'desktop']),
  one({ template: 'credentials-issued', params: { login, atMs } }, everywhere),
  one({ template: 'account-locked', params: { login, atMs } }, everywhere),
  one({ template: 'password-changed', params: { login, atMs } }, everywhere),
  one({ template: 'new-sign-in', params: { login, atMs, place: 'АЗС 12, касса 1' } }, everywhere),
  one({ template: 'new-sign-in', params: { login, atMs, place: '' } }, everywhere, 'no place'),
  one({ template: 'sessions-ended', params: { login, atMs } }, everywhere),
  one(
    { template: 'consent-withdrawn', params: { document: 'Согласие на рассылку', atMs } },
    everywhere,
  ),
  one({ template: 'erasure-asked', params: { login, atMs } }, everywhere),
  one(
    {
      template: 'authority-ending',
      params: { paperTitle: 'Доверенность', paperNumber: '17-Д', untilOn: '2026-12-06' },
    },
    everywhere,
  ),
  one({ template: 'invitation-accepted', params: { personName: 'Анна Ким', atMs } }, everywhere),
  one({ template: 'channel-test', params: { atMs } }, ['email', 'sms']),
];
