import { z } from 'zod';
import { noticePlaces } from '#domain/message/notice-place.ts';
import * as s from './shapes.ts';

/**
 * What the processes of one workstation say to each other. Main creates the ports and hands them
 * over; secrets travel between vault, engine and backend only, never through main or a window.
 */

/** The four things the key store holds, and nothing else (architecture §1). */
export const vaultItems = ['data-key', 'signing-key', 'refresh-token', 'lease-generation'] as const;
export type VaultItem = (typeof vaultItems)[number];

/**
 * open: usable. locked: there, but the person has to unlock it. absent: no key store runs. wiped:
 * ours is gone from it.
 */
export const keyStoreState = z.enum(['open', 'locked', 'absent', 'wiped']);
export type KeyStoreState = z.infer<typeof keyStoreState>;

export const databaseNames = ['journal', 'cache', 'network'] as const;

/** Requests that engine and backend send to the vault over their own port. */
export const vaultRequest = z.discriminatedUnion('ask', [
  /** Key of one database file, derived from the data key (HKDF-SHA-256); 64 hex digits. */
  z.strictObject({ ask: z.literal('database-key'), name: z.enum(databaseNames) }),
  z.strictObject({ ask: z.literal('public-key') }),
  z.strictObject({ ask: z.literal('sign'), text: z.string().max(100_000) }),
  z.strictObject({ ask: z.literal('refresh-token') }),
  z.strictObject({ ask: z.literal('keep-refresh-token'), token: s.secret }),
  z.strictObject({ ask: z.literal('lease-generation') }),
  z.strictObject({ ask: z.literal('keep-lease-generation'), generation: s.count }),
]);
export type VaultRequest = z.infer<typeof vaultRequest>;

/**
 * What each request is answered with; `public-key` is SPKI DER, signatures are Ed25519, both in
 * base64.
 */
export const vaultAnswers = {
  'database-key': s.hex64,
  'public-key': s.base64,
  sign: s.base64,
  /** Null: never kept, or gone with the key store. */
  'refresh-token': s.secret.nullable(),
  'keep-refresh-token': z.literal(true),
  'lease-generation': s.count.nullable(),
  'keep-lease-generation': z.literal(true),
} as const satisfies Record<VaultRequest['ask'], z.ZodType>;

/** Engine or backend → vault, over their own port. */
export interface VaultCall {
  readonly requestId: number;
  readonly request: VaultRequest;
}

/** Vault → whoever called. `value` is checked against `vaultAnswers` by the caller. */
export type VaultReply =
  | { readonly requestId: number; readonly ok: true; readonly value: unknown }
  | {
      readonly requestId: number;
      readonly ok: false;
      readonly code: string;
      readonly params: Readonly<Record<string, string | number | boolean | null>>;
    };

/** Requests that main sends to the vault: about its state, never for a secret that stays. */
export const vaultControl = z.discriminatedUnion('ask', [
  /** The first message: where the marker of the keys lies. */
  z.strictObject({ ask: z.literal('boot'), dataDir: z.string().max(1000) }),
  /** Comes with a MessagePort over which that process will ask. */
  z.strictObject({ ask: z.literal('serve'), client: z.enum(['engine', 'backend']) }),
  z.strictObject({ ask: z.literal('state') }),
  /**
   * Makes the keys of a new installation; refused while a marker of older keys lies beside the
   * database.
   */
  z.strictObject({ ask: z.literal('create') }),
  /** Takes the keys of a set-up that was never finished out of the store, and their marker away. */
  z.strictObject({ ask: z.literal('discard') }),
  /** Puts the data key back from the recovery sheet and makes a new signing key. */
  z.strictObject({ ask: z.literal('recover'), recoveryKey: s.secret }),
]);
export type VaultControl = z.infer<typeof vaultControl>;

/** What the vault answers main with; a refusal is a `VaultReply` too. */
export const vaultControlAnswers = {
  boot: keyStoreState,
  serve: z.literal(true),
  state: keyStoreState,
  create: z.strictObject({ recoveryKey: s.secret }),
  discard: z.literal(true),
  recover: z.literal(true),
} as const satisfies Record<VaultControl['ask'], z.ZodType>;

/** Main → vault; answered with a `VaultReply`. */
export interface VaultControlCall {
  readonly requestId: number;
  readonly control: VaultControl;
}

/** How the engine is started: by main with this message, or by a test or bench directly. */
export const engineBoot = z.strictObject({
  dataDir: z.string().max(1000),
  backendUrl: z.string().max(300),
  workstationName: s.name,
  /** The machine-wide file of IT (architecture §1): proxy and company CA. */
  proxyUrl: z.string().max(300).nullable(),
  caFile: z.string().max(1000).nullable(),
  appVersion: z.string().max(40),
  /** Present once: how this workstation becomes part of a network. */
  enrol: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('code'), code: s.secret }),
      z.strictObject({
        by: z.literal('new-network'),
        setupToken: s.secret,
        network: z.record(z.string(), z.json()),
      }),
    ])
    .nullable(),
});
export type EngineBoot = z.infer<typeof engineBoot>;

/** Engine → main. */
export const engineNotice = z.discriminatedUnion('notice', [
  z.strictObject({ notice: z.literal('ready') }),
  z.strictObject({ notice: z.literal('enrolled'), workstationId: s.key }),
  z.strictObject({ notice: z.literal('failed'), code: z.string().max(60), params: s.params }),
  /** It is to be started anew: another journal takes the place of its own then. */
  z.strictObject({ notice: z.literal('replaced') }),
  z.strictObject({ notice: z.literal('work'), unsentCount: s.count, openFillCount: s.count }),
  /** Something for the person at this desk, to be shown beside the window. */
  z.strictObject({
    notice: z.literal('told'),
    title: z.string().max(1000),
    text: z.string().max(2000),
    place: z.enum(noticePlaces).nullable(),
  }),
  z.strictObject({ notice: z.literal('stopped') }),
]);
export type EngineNotice = z.infer<typeof engineNotice>;
/** What is shown beside the window, and where in it a click leads. */
export type Told = Omit<Extract<EngineNotice, { notice: 'told' }>, 'notice'>;

/**
 * Comes before `boot`, and again when the vault was restarted, with the MessagePort to ask it over.
 */
const vaultPort = z.strictObject({ control: z.literal('vault-port') });

/** Main → engine. A message about a port carries it as its only transferred port. */
export const engineControl = z.discriminatedUnion('control', [
  vaultPort,
  /** A window: whoever holds the other end may ask what the bridge table names. */
  z.strictObject({ control: z.literal('window-port') }),
  z.strictObject({ control: z.literal('boot'), boot: engineBoot }),
  z.strictObject({ control: z.literal('report-work') }),
  z.strictObject({ control: z.literal('stop') }),
]);
export type EngineControl = z.infer<typeof engineControl>;

export const backendBoot = z.strictObject({
  dataDir: z.string().max(1000),
  /** 0 lets the system choose; the notice tells which. */
  port: z.int().min(0).max(65_535),
  demonstration: z.boolean(),
  /** One-time token with which `network.create` is allowed; null when the network exists. */
  setupToken: s.secret.nullable(),
});
export type BackendBoot = z.infer<typeof backendBoot>;

export const backendNotice = z.discriminatedUnion('notice', [
  z.strictObject({
    notice: z.literal('ready'),
    url: z.string().max(200),
    /** Demonstration only: a code by which the workstation of this very machine joins. */
    enrolmentCode: s.secret.nullable(),
  }),
  z.strictObject({ notice: z.literal('failed'), code: z.string().max(60), params: s.params }),
  z.strictObject({ notice: z.literal('stopped') }),
]);
export type BackendNotice = z.infer<typeof backendNotice>;

export const backendControl = z.discriminatedUnion('control', [
  vaultPort,
  z.strictObject({ control: z.literal('boot'), boot: backendBoot }),
  z.strictObject({ control: z.literal('stop') }),
]);
export type BackendControl = z.infer<typeof backendControl>;
