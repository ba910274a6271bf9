import { reactive } from 'vue';
import { z } from 'zod';
import type { DocumentKind } from '#domain/identity/programme.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';

/** Whole as E.164; of what is written otherwise the backend makes it. */
const PHONE = /^(?:\+7\d{10}|(?!\+7)[\d+() -]{6,20})$/u;

/** What was answered to whoever began to register. */
export type StartedRegistration = BridgeAnswer<'registration:start'>;
/** What the code made of it. */
export type ConfirmedRegistration = BridgeAnswer<'registration:confirm'>;

/** Steps of the wizard in their order. */
export const registrationSteps = ['choice', 'person', 'agreement', 'code'] as const;
export type RegistrationStep = (typeof registrationSteps)[number];

/** Everything entered so far; it stays when somebody goes back, and only as long as the wizard. */
export interface RegistrationDraft {
  card: 'has' | 'needs' | null;
  pan: string;
  phone: string;
  email: string;
  password: string;
  repeat: string;
  readonly ticked: Set<DocumentKind>;
}

/** An empty draft of one registration. */
export function makeDraft(): RegistrationDraft {
  return reactive({
    card: null,
    pan: '',
    phone: '',
    email: '',
    password: '',
    repeat: '',
    ticked: new Set<DocumentKind>(),
  });
}

/** The step before; null at the first one. */
export function stepBefore(step: RegistrationStep): RegistrationStep | null {
  return registrationSteps[registrationSteps.indexOf(step) - 1] ?? null;
}

/**
 * What the step about the person takes; a card only where somebody has one.
 * @param cardDigits how many digits a member's card has; null where it is not told
 */
export function personShape(card: RegistrationDraft['card'], cardDigits: number | null) {
  const count = cardDigits === null ? '+' : `{${cardDigits}}`;
  return z.object({
    pan: card === 'has' ? z.string().regex(new RegExp(`^\\d${count}$`, 'u')) : z.string(),
    phone: z.string().trim().regex(PHONE),
    email: z.union([z.literal(''), z.email()]),
  });
}

/** The digits of a typed number; spaces do not count. */
export function panDigits(typed: string): string {
  return typed.replace(/\s+/gu, '');
}

export type PersonField = 'pan' | 'phone' | 'email';

const aboutCard: ReadonlySet<string> = new Set([
  'PAN_LENGTH',
  'CARD_NOT_FOUND',
  'CARD_ALREADY_BOUND',
  'CARD_NOT_MAIN',
  'CARD_BLOCKED',
]);

/** The field of the step about the person that a refusal is about; null for any other. */
export function personField({ code, params }: QueryRefusal): PersonField | null {
  if (aboutCard.has(code)) return 'pan';
  const field = params?.['field'];
  return field === 'pan' || field === 'phone' || field === 'email' ? field : null;
}
