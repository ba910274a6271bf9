import { z } from 'zod';
import { grants } from '#domain/identity/rights.ts';
import { ALL_WEEK } from '#domain/limit/counting-time.ts';
import { SCHEDULED_MAX } from '#domain/limit/scheduled-terms.ts';
import * as s from './shapes.ts';

/**
 * What the network knows, as it crosses a border. Fields are those of the domain types of the same
 * name.
 */

export const station = z.strictObject({
  stationId: s.key,
  name: s.name,
  zone: s.zone,
  country: s.country,
  owner: z.enum(['own', 'partner']),
  pumpCount: z.int().min(0).max(99),
  address: s.shortText.nullable(),
  /** By which rules of cards find it. */
  regionId: s.key.nullable().optional(),
  partnerId: s.key.nullable().optional(),
});
export type StationRecord = z.infer<typeof station>;

export const productGroup = z.strictObject({ groupId: s.key, name: s.name });
export type ProductGroupRecord = z.infer<typeof productGroup>;

export const product = z.strictObject({
  productId: s.key,
  name: s.name,
  unit: z.enum(['litre', 'kilogram', 'cubic-metre', 'piece']),
  groupId: s.key,
});
export type ProductRecord = z.infer<typeof product>;

/** A price from an instant on, at one station. */
export const price = z.strictObject({
  stationId: s.key,
  productId: s.key,
  fromMs: s.atMs,
  priceMinorPerLitre: z.int().min(0).max(1_000_000_000),
  currency: s.currency,
});
export type PriceRecord = z.infer<typeof price>;

export const client = z.strictObject({
  clientId: s.key,
  name: s.name,
  country: s.country,
  taxId: z.string().max(20).nullable(),
  segment: z.string().max(60).nullable(),
  /** Whom to reach about the contract; masked in lists unless the role has `pii.view` (G5). */
  contactName: s.name.nullable(),
  phone: z.string().max(20).nullable(),
  email: z.string().max(200).nullable(),
});
export type ClientRecord = z.infer<typeof client>;

const dated = { fromDate: s.localDate, untilDate: s.localDate.nullable() };
const bp = z.int().min(0).max(10_000);
/** A rate of a fee or a discount; far above any, and small enough that sums stay exact. */
const ratePerLitre = z.int().min(0).max(100_000_000);

/** As domain/contract/terms.ts says; a contract of before has none. */
export const feeCharge = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('fill'), amountMinor: ratePerLitre }),
  z.strictObject({ by: z.literal('litre'), minorPerLitre: ratePerLitre }),
  z.strictObject({ by: z.literal('share'), bp }),
]);

export const contractTerms = z.strictObject({
  captureTolerance: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('share'), bp: z.int().min(0).max(2000) }),
      z.strictObject({ by: z.literal('volume'), volumeMl: z.int().min(0).max(100_000) }),
    ])
    .nullable(),
  fees: z
    .array(
      z.strictObject({
        ...dated,
        feeId: s.key,
        name: s.name,
        charge: feeCharge,
        vatRateBp: bp.nullable(),
      }),
    )
    .max(20),
  discounts: z
    .array(
      z.strictObject({
        ...dated,
        discountId: s.key,
        scopeKind: z.enum(['all', 'group', 'product']),
        scopeId: s.key.nullable(),
        reduction: z.discriminatedUnion('by', [
          z.strictObject({ by: z.literal('litre'), minorPerLitre: ratePerLitre }),
          z.strictObject({ by: z.literal('share'), bp }),
        ]),
      }),
    )
    .max(100),
});
export type ContractTermsRecord = z.infer<typeof contractTerms>;

export const contract = z.strictObject({
  contractId: s.key,
  clientId: s.key,
  clientName: s.name,
  number: s.name,
  currency: s.currency,
  zone: s.zone,
  state: z.enum(['draft', 'signed', 'closed']),
  creditLimitMinor: s.amountMinor,
  depositsMinor: s.total,
  terms: contractTerms.default({ captureTolerance: null, fees: [], discounts: [] }),
});
export type ContractRecord = z.infer<typeof contract>;

/** Who ended a contract, when and why. */
export const contractClosing = z.strictObject({
  contractId: s.key,
  atMs: s.atMs,
  userId: s.key,
  reason: s.name,
});
export type ContractClosingRecord = z.infer<typeof contractClosing>;

export const card = z.strictObject({
  cardId: s.key,
  contractId: s.key,
  /** The group whose limits and rules bind it as well. */
  groupId: s.key.nullable().default(null),
  panMasked: z.string().max(30),
  state: z.enum(['active', 'blocked', 'lost', 'returned', 'closed', 'expired']),
  blockReason: z.enum(['client', 'issuer', 'theft', 'debt', 'pin']).nullable(),
  expiresOn: s.localDate.nullable(),
  transactionMaxMinor: s.amountMinor.nullable(),
  transactionMaxMl: s.volumeMl.nullable(),
  tankCapacityMl: s.volumeMl.nullable(),
  productIds: z.array(s.key).max(1000).nullable(),
  stationIds: z.array(s.key).max(10_000).nullable(),
  pinRequired: z.boolean(),
  pinTriesUsed: z.int().min(0).max(99),
  offlinePolicy: z.enum(['never', 'home', 'everywhere']),
  holder: s.shortText.nullable(),
  vehicle: s.shortText.nullable(),
});
export type CardRecord = z.infer<typeof card>;

export const limitOwner = z.enum(['card', 'card-group', 'contract']);

/** What may change about a limit. Left out, the limit counts at any time and declines. */
export const limitTerms = z.strictObject({
  amount: s.quantity,
  weekdays: z.int().min(0).max(ALL_WEEK).default(ALL_WEEK),
  fromMinute: s.minuteOfDay.nullable().default(null),
  toMinute: s.minuteOfDay.nullable().default(null),
  action: z.enum(['decline', 'alert']).default('decline'),
});

/** Terms that come into force at an instant; null ends the limit. */
export const scheduledTerms = z.strictObject({ fromMs: s.atMs, terms: limitTerms.nullable() });

export const limit = z.strictObject({
  limitId: s.key,
  subjectKind: limitOwner,
  subjectId: s.key,
  scopeKind: z.enum(['all', 'group', 'product']),
  scopeId: s.key.nullable(),
  measure: s.measure,
  period: s.period,
  ...limitTerms.shape,
  scheduled: z.array(scheduledTerms).max(SCHEDULED_MAX).readonly().default([]),
});
export type LimitRecord = z.infer<typeof limit>;

const idList = z
  .strictObject({ mode: z.enum(['allow', 'deny']), ids: z.array(s.key).max(5000).readonly() })
  .nullable()
  .default(null);

/** What may be bought at all, apart from how much; null is no rule. */
export const purchaseRules = z.strictObject({
  stations: idList,
  regions: idList,
  countries: idList,
  partners: idList,
  products: idList,
  productGroups: idList,
  transactionMaxMinor: s.amountMinor.nullable().default(null),
  transactionMaxMl: s.volumeMl.nullable().default(null),
  tankCapacityMl: s.volumeMl.nullable().default(null),
  pauseMs: z
    .int()
    .min(0)
    .max(31 * 86_400_000)
    .nullable()
    .default(null),
});

/** Rules with the one whom they belong to. */
export const ownedRules = z.strictObject({
  ownerKind: limitOwner,
  ownerId: s.key,
  rules: purchaseRules,
});
export type OwnedRulesRecord = z.infer<typeof ownedRules>;

/** As domain/limit/allowance.ts makes them: a limit's window, money, points or a voucher. */
export const allowanceKey = z
  .string()
  .max(200)
  .regex(/^(?:(?:money|points|voucher)\/[^/]+|limit\/[^/]+\/[^/]+)$/u);

/** `points/<id>` or `voucher/<id>`: what is redeemed, and what a lease for it is on. */
export const assetKey = z
  .string()
  .max(200)
  .regex(/^(?:points|voucher)\/[A-Za-z0-9._:-]{1,80}$/u);

export const lease = z.strictObject({
  leaseId: s.key,
  allowanceKey,
  contractId: s.key,
  cardId: s.key.nullable(),
  workstationId: s.key,
  measure: s.measure,
  granted: s.quantity,
  issuedAtMs: s.atMs,
  validFromMs: s.atMs,
  expiresAtMs: s.atMs,
});
export type LeaseRecord = z.infer<typeof lease>;

/**
 * What is left of one allowance, for the desk to show before it asks (acceptance §3.1 item 6, C5).
 */
export const remainder = z.strictObject({
  allowanceKey,
  owner: limitOwner,
  /** Null for the contract's money. */
  limitId: s.key.nullable(),
  scopeKind: z.enum(['all', 'group', 'product']),
  scopeId: s.key.nullable(),
  measure: s.measure,
  period: s.period.nullable(),
  total: s.total,
  used: s.total,
  left: s.total,
  nextResetAtMs: s.atMs.nullable(),
  /** Above its amount a fill passes and raises an alert. */
  action: z.enum(['decline', 'alert']).default('decline'),
  /** False when the limit does not count at this hour or on this weekday. */
  countsNow: z.boolean().default(true),
});
export type RemainderRecord = z.infer<typeof remainder>;

/** Roles that the network's own people have; clients' people are invited by other ways. */
export const staffRole = z.enum([
  'operator',
  'shift-supervisor',
  'accountant',
  'client-manager',
  'administrator',
]);

export const grantList = z.array(z.enum(grants)).min(1).max(grants.length);

export const user = z.strictObject({
  userId: s.key,
  login: s.name,
  displayName: s.name,
  role: z.enum([
    'operator',
    'shift-supervisor',
    'accountant',
    'client-manager',
    'administrator',
    'representative',
    'member',
  ]),
  active: z.boolean(),
  /** Whose person it is; left out for the network's own people. */
  clientId: s.key.optional(),
  /** What a representative may do for his client; left out where the role alone says it. */
  grants: grantList.optional(),
});
export type UserRecord = z.infer<typeof user>;

export const session = z.strictObject({
  sessionId: s.key,
  userId: s.key,
  workstationId: s.key.nullable(),
  openedAtMs: s.atMs,
  expiresAtMs: s.atMs,
  current: z.boolean(),
});

export const workstation = z.strictObject({
  workstationId: s.key,
  stationId: s.key,
  name: s.name,
  state: z.enum(['active', 'revoked', 'lost']),
  enrolledAtMs: s.atMs,
  lastSeenAtMs: s.atMs.nullable(),
  journalSeq: s.count,
});
export type WorkstationRecord = z.infer<typeof workstation>;

/**
 * Worst case of what could still be spent without the authority knowing (I5), and truth above an
 * amount (I1).
 */
export const exposure = z.strictObject({
  contractId: s.key,
  allowanceKey,
  measure: s.measure,
  leasedOutstanding: s.total,
  excess: s.total,
});
export type ExposureRecord = z.infer<typeof exposure>;

/** A hold past its time: counted until somebody ends it, and shown with who could. */
export const staleHold = z.strictObject({
  saleId: s.id,
  contractId: s.key,
  cardId: s.key,
  panMasked: z.string().max(30),
  stationId: s.key,
  stationName: s.name.nullable(),
  workstationId: s.key,
  workstationName: s.name.nullable(),
  workstationState: z.enum(['active', 'revoked', 'lost']).nullable(),
  lastSeenAtMs: s.atMs.nullable(),
  operatorId: s.key,
  pumpNumber: z.int().min(0).max(99),
  productId: s.key,
  authorizedAtMs: s.atMs,
  holdAmountMinor: s.amountMinor,
  holdVolumeMl: s.volumeMl,
  currency: s.currency,
});
export type StaleHold = z.infer<typeof staleHold>;

/** A fill of a moment ago, for the desk to see that the next one is not the same (C7). */
export const recentFill = z.strictObject({
  saleId: s.id,
  stationId: s.key,
  pumpNumber: z.int().min(0).max(99),
  volumeMl: s.volumeMl,
  amountMinor: s.amountMinor,
  authorizedAtMs: s.atMs,
});

/** Nothing is booked before `beforeMs`; the newest lock is in force. */
export const periodLock = z.strictObject({
  lockId: s.key,
  throughDate: z.string().max(10),
  beforeMs: s.atMs,
  userId: s.key,
  reason: z.string().max(200),
  atMs: s.atMs,
});
export type PeriodLockRecord = z.infer<typeof periodLock>;

/** What an account stood at when a day of its zone ended. */
export const closing = z.strictObject({
  day: s.localDate,
  endsAtMs: s.atMs,
  debitsMinor: s.total,
  creditsMinor: s.total,
  balanceMinor: z.int(),
});
export type ClosingRecord = z.infer<typeof closing>;
