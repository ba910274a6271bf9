// Every message that the product sends, by what it says. Texts are the adapter's; whoever asks for
// a message gives the parameters that are named here.

import type { ContactKind, ContactSide } from '../password-recovery/contact-change.ts';

/**
 * Ways a message goes; `none` goes nowhere and stands for one that an unknown key would get (G7).
 */
export const messageChannels = ['email', 'sms', 'desktop', 'none'] as const;

export type MessageChannel = (typeof messageChannels)[number];

interface OneTimeCodeParams {
  readonly code: string;
  /** When it stops working, epoch ms. */
  readonly expiresAtMs: number;
}

interface OneTimeLinkParams {
  /** What the link carries, and what may be typed where no link is followed. */
  readonly token: string;
  readonly expiresAtMs: number;
}

/** A change of address or phone, confirmed by a link in a letter or a code in a short message. */
type ContactChangeParams = (OneTimeCodeParams | OneTimeLinkParams) & {
  readonly kind: ContactKind;
  /** To which of the two contacts it goes. */
  readonly side: ContactSide;
  /** The new contact, masked. */
  readonly contactMasked: string;
};

/** The parameters of each template. Times are printed in the programme's zone. */
export interface TemplateParams {
  /** P-02, P-04: who invites whom; nothing is made until the link is followed. */
  readonly invitation: OneTimeLinkParams & {
    readonly personName: string;
    readonly inviter: string;
  };
  /** N-10. */
  readonly 'recovery-code': OneTimeCodeParams;
  /** O-07, P-16: `identify` changes nothing yet; `set-password` leads to the new password. */
  readonly 'recovery-link': OneTimeLinkParams & { readonly purpose: 'identify' | 'set-password' };
  /** the same code in a short message and in a letter. */
  readonly 'recovery-sms': OneTimeCodeParams;
  /** O-10: dies at its first use, which asks for another. */
  readonly 'one-time-password': {
    readonly login: string;
    readonly password: string;
    readonly expiresAtMs: number;
  };
  /** O-09: the reason in the words of the staff. */
  readonly 'recovery-rejected': { readonly reason: string };
  /** the reason in the words of the staff. */
  readonly 'erasure-declined': { readonly reason: string };
  /** N-21: to both contacts. */
  readonly 'contact-change': ContactChangeParams;
  /** To the contact that is no longer used, and to where its person is reached from now on. */
  readonly 'contact-changed': {
    readonly kind: ContactKind;
    readonly side: ContactSide;
    /** The new contact; empty where there is none any more. */
    readonly contactMasked: string;
    readonly atMs: number;
  };
  /** an optional address, verified by its link. */
  readonly 'contact-confirm': OneTimeLinkParams;
  /** */
  readonly 'registration-code': OneTimeCodeParams;
  /** whom the phone belongs to hears that somebody tried to register with it. */
  readonly 'phone-taken': { readonly atMs: number };
  /** V-09: to the curator and to the head of sales. */
  readonly 'application-filed': {
    readonly applicationNumber: string;
    readonly clientName: string;
    readonly personName: string;
    /** Empty where none is set. */
    readonly curator: string;
  };
  /** V-10: what came of it, to whoever applied; user name and code are handed over in person. */
  readonly 'application-processed': {
    readonly applicationNumber: string;
    readonly outcome: 'accepted' | 'refused';
    readonly reason: string;
  };
  /** N-26: to whoever receives a programme's papers; what was written is read in the window. */
  readonly 'feedback-filed': { readonly feedbackNumber: string };
  /** N-06: a sheet was printed, and every password before it is dead. */
  readonly 'credentials-issued': { readonly login: string; readonly atMs: number };
  /** P-18: to the owner alone, with the way out. */
  readonly 'account-locked': { readonly login: string; readonly atMs: number };
  readonly 'password-changed': { readonly login: string; readonly atMs: number };
  readonly 'new-sign-in': {
    readonly login: string;
    readonly atMs: number;
    /** The station or workstation; empty where it is not known. */
    readonly place: string;
  };
  /** Somebody else has ended sessions of the account, all of them or one. */
  readonly 'sessions-ended': { readonly login: string; readonly atMs: number };
  /** `document` is its title. */
  readonly 'consent-withdrawn': { readonly document: string; readonly atMs: number };
  /** The account is asked to be forgotten; staff have to do it yet. */
  readonly 'erasure-asked': { readonly login: string; readonly atMs: number };
  /** V-02: the paper by which a representative acts ends soon; `untilOn` is its last day. */
  readonly 'authority-ending': {
    readonly paperTitle: string;
    readonly paperNumber: string;
    /** `YYYY-MM-DD`. */
    readonly untilOn: string;
  };
  /** P-05: to whoever invited. */
  readonly 'invitation-accepted': { readonly personName: string; readonly atMs: number };
  /** What an administrator sends to try a channel. */
  readonly 'channel-test': { readonly atMs: number };
}

export type TemplateId = keyof TemplateParams;

const ids: Readonly<Record<TemplateId, true>> = {
  invitation: true,
  'recovery-code': true,
  'recovery-link': true,
  'recovery-sms': true,
  'one-time-password': true,
  'recovery-rejected': true,
  'erasure-declined': true,
  'contact-change': true,
  'contact-changed': true,
  'contact-confirm': true,
  'registration-code': true,
  'phone-taken': true,
  'application-filed': true,
  'application-processed': true,
  'feedback-filed': true,
  'credentials-issued': true,
  'account-locked': true,
  'password-changed': true,
  'new-sign-in': true,
  'sessions-ended': true,
  'consent-withdrawn': true,
  'erasure-asked': true,
  'authority-ending': true,
  'invitation-accepted': true,
  'channel-test': true,
};

/** True for the name of a template. */
export function isTemplate(name: string): name is TemplateId {
  return Object.hasOwn(ids, name);
}

/** A template with its own parameters. */
export type TemplateUse = {
  readonly [K in TemplateId]: { readonly template: K; readonly params: TemplateParams[K] };
}[TemplateId];

export type ParamValues = Readonly<Record<string, string | number>>;

/** Parameters that let somebody in; kept until the message is gone, and shown to nobody after. */
const SECRETS: ReadonlySet<string> = new Set(['code', 'token', 'password']);

/** The parameters of a message, what is secret of them apart. */
export function partedParams(params: ParamValues | TemplateUse['params']): {
  readonly open: ParamValues;
  readonly secret: ParamValues;
} {
  const all = Object.entries<string | number>({ ...params });
  return {
    open: Object.fromEntries(all.filter(([name]) => !SECRETS.has(name))),
    secret: Object.fromEntries(all.filter(([name]) => SECRETS.has(name))),
  };
}
