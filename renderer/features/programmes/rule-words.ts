import type { Profile } from './use-programmes.ts';

/** What the words of a rule need: a message, and a length of time written out. */
export interface RuleWords {
  readonly t: (key: string, params?: Record<string, string | number>) => string;
  readonly duration: (lengthMs: number) => string;
}

export interface Rule {
  readonly name: string;
  readonly value: string;
}

interface Chapter {
  readonly title: string;
  readonly facts: readonly Rule[];
}

/** The rules of a programme in the words of those who run it, by chapters (acceptance §1.7). */
export function ruleChapters(profile: Profile, words: RuleWords): readonly Chapter[] {
  const { t } = words;
  return [
    { title: t('programmes.rules.account'), facts: accountRules(profile, words) },
    ...memberCardRules(profile, words),
    { title: t('programmes.rules.signIn'), facts: signInRules(profile, words) },
    { title: t('programmes.rules.recovery'), facts: recoveryRules(profile, words) },
    { title: t('programmes.rules.cabinet'), facts: cabinetRules(profile, words) },
  ];
}

/** Of a programme of members alone. */
function memberCardRules({ memberCards }: Profile, { t }: RuleWords): readonly Chapter[] {
  if (memberCards === null) return [];
  const { panDigits, checkDigit, additionalCards, virtualRange } = memberCards;
  const facts = [
    { name: t('programmes.rules.panDigits'), value: String(panDigits) },
    {
      name: t('programmes.rules.checkDigit'),
      value: t(checkDigit ? 'programmes.checkDigit.yes' : 'programmes.checkDigit.no'),
    },
    { name: t('programmes.rules.additionalCards'), value: String(additionalCards) },
    {
      name: t('programmes.rules.virtualRange'),
      value: virtualRange ?? t('programmes.virtualRange.none'),
    },
  ];
  return [{ title: t('programmes.rules.memberCards'), facts }];
}

/** What people do in their cabinet, and how far back a statement goes. */
function cabinetRules({ statementMax, selfService }: Profile, { t }: RuleWords): readonly Rule[] {
  return [
    { name: t('programmes.rules.statementMax'), value: statementText(statementMax, t) },
    {
      name: t('programmes.rules.selfService'),
      value:
        selfService.map((one) => t(`programmes.selfService.${one}`)).join(', ') ||
        t('programmes.selfService.none'),
    },
  ];
}

function statementText(most: Profile['statementMax'], t: RuleWords['t']): string {
  if (most === null) return t('programmes.statementMax.none');
  return most === 'year'
    ? t('programmes.statementMax.year')
    : t('programmes.statementMax.days', { n: most });
}

function accountRules({ account }: Profile, { t, duration }: RuleWords): readonly Rule[] {
  const { invitation } = account;
  return [
    { name: t('programmes.rules.birth'), value: t(`programmes.birth.${account.birth}`) },
    { name: t('programmes.rules.login'), value: t(`programmes.login.${account.login}`) },
    {
      name: t('programmes.rules.clientTypes'),
      value: account.clientTypes.map((type) => t(`programmes.clientType.${type}`)).join(', '),
    },
    {
      name: t('programmes.rules.registration'),
      value: t(`programmes.registration.${account.registration}`),
    },
    ...(invitation === null
      ? []
      : [{ name: t('programmes.rules.invitation'), value: duration(invitation.termMs) }]),
    {
      name: t('programmes.rules.closing'),
      value: t(account.sameDayClosing ? 'programmes.closing.sameDay' : 'programmes.closing.none'),
    },
  ];
}

function signInRules({ signIn, passwords }: Profile, { t, duration }: RuleWords): readonly Rule[] {
  const { first, reset, change, oneTimeTermMs, firstTermMs, historyLength } = passwords;
  const lengths = { first: first.minLength, reset: reset.minLength, change: change.minLength };
  return [
    { name: t('programmes.rules.passwords'), value: t('programmes.passwordLengths', lengths) },
    {
      name: t('programmes.rules.strong'),
      value: t(first.strong ? 'programmes.strong.yes' : 'programmes.strong.no'),
    },
    {
      name: t('programmes.rules.firstPassword'),
      value: firstTermMs === null ? t('programmes.rules.noTerm') : duration(firstTermMs),
    },
    { name: t('programmes.rules.oneTimePassword'), value: duration(oneTimeTermMs) },
    {
      name: t('programmes.rules.history'),
      value:
        historyLength === 0
          ? t('programmes.history.none')
          : t('programmes.history.last', { n: historyLength }),
    },
    {
      name: t('programmes.rules.lock'),
      value:
        signIn.lockAtError === null
          ? t('programmes.lock.never')
          : t('programmes.lock.atError', { n: signIn.lockAtError }),
    },
    {
      name: t('programmes.rules.robot'),
      value:
        signIn.robotCheck.map((place) => t(`programmes.robot.${place}`)).join(', ') ||
        t('programmes.robot.none'),
    },
  ];
}

function recoveryRules({ recovery }: Profile, { t, duration }: RuleWords): readonly Rule[] {
  const way = { name: t('programmes.rules.way'), value: t(`programmes.way.${recovery.way}`) };
  if (recovery.way === 'in-person') return [way];
  const termMs = 'code' in recovery ? recovery.code.termMs : recovery.link.termMs;
  const keys = recovery.keys.map((key) => t(`programmes.key.${key}`)).join(', ');
  return [
    way,
    { name: t('programmes.rules.keys'), value: keys },
    { name: t('programmes.rules.term'), value: duration(termMs) },
  ];
}
