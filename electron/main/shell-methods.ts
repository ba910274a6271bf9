import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { BrowserWindow } from 'electron';
import { ok, refuse } from '#protocol/result.ts';
import type { Settings, ShellInput } from '#protocol/shell.ts';
import { openInBrowser } from './doors/browser.ts';
import { readCertificates } from './doors/certificates.ts';
import { openFile, saveFile } from './doors/files.ts';
import type { ShellHandlers } from './doors/ipc.ts';
import { printView } from './doors/printing.ts';
import type { MachineConfig } from './profile/machine-config.ts';
import type { SettingsFile } from './profile/settings.ts';
import type { WaitingLink } from './waiting-link.ts';
import type { SetupPlan, Workstation } from './workstation.ts';

interface Means {
  readonly workstation: Workstation;
  readonly settings: SettingsFile;
  readonly machine: MachineConfig;
  readonly letterLink: WaitingLink;
  /** The window that asks; there is only one. */
  readonly window: () => BrowserWindow;
  readonly onSettings: (settings: Settings) => void;
  readonly quit: (evenUnsent: boolean) => void;
}

const SETUP_TOKEN_BYTES = 32;

/** What each method of the shell table does. */
export function shellHandlers(means: Means): ShellHandlers {
  const { workstation, settings, window } = means;
  return {
    'shell:state': async () => ok(workstation.state),
    'setup:demonstration': async () => {
      const made = await workstation.setUp(demonstrationPlan());
      return made.ok ? ok({ done: true }) : made;
    },
    'setup:newNetwork': async (input) => {
      if (input.password !== input.passwordRepeat) return refuse('PASSWORD_MISMATCH');
      return workstation.setUp(newNetworkPlan(input));
    },
    'setup:join': (input) => workstation.setUp(joinPlan(input, means.machine)),
    'keyStore:retry': () => workstation.retryKeyStore(),
    'keyStore:recover': ({ recoveryKey }) => workstation.recoverKeys(recoveryKey),
    'settings:get': async () => ok(settings.get()),
    'settings:set': async (part) => {
      const changed = settings.change(part);
      means.onSettings(changed);
      return ok(changed);
    },
    'file:save': ({ suggestedName, bytes }) => saveFile(window(), suggestedName, bytes),
    'file:open': ({ extensions }) => openFile(window(), extensions),
    'certificate:read': async ({ pem }) => readCertificates(pem),
    'print:view': ({ to, suggestedName }) => printView(window(), to, suggestedName),
    'link:open': ({ url }) => openInBrowser(url),
    'letterLink:take': async () => ok({ link: means.letterLink.take() }),
    'app:quit': async ({ evenUnsent }) => {
      means.quit(evenUnsent);
      return ok({ done: true });
    },
  };
}

export function demonstrationPlan(): SetupPlan {
  return {
    mode: 'demonstration',
    backendUrl: null,
    workstationName: workstationName(),
    setupToken: null,
    enrol: (code) => (code === null ? null : { by: 'code', code }),
  };
}

function newNetworkPlan(input: ShellInput<'setup:newNetwork'>): SetupPlan {
  const setupToken = randomBytes(SETUP_TOKEN_BYTES).toString('base64url');
  const network = {
    networkName: input.networkName,
    station: {
      name: input.stationName,
      zone: input.stationZone,
      country: input.stationCountry,
      owner: 'own',
      pumpCount: input.pumpCount,
      address: null,
    },
    administrator: {
      login: input.administratorLogin,
      displayName: input.administratorName,
      password: input.password,
    },
  };
  return {
    mode: 'standalone',
    backendUrl: null,
    workstationName: workstationName(),
    setupToken,
    enrol: () => ({ by: 'new-network', setupToken, network }),
  };
}

/** What IT wrote into the machine-wide file stands above what a person typed. */
function joinPlan(input: ShellInput<'setup:join'>, machine: MachineConfig): SetupPlan {
  return {
    mode: 'joined',
    backendUrl: machine.backendUrl ?? input.address,
    workstationName: machine.workstationName ?? input.workstationName,
    setupToken: null,
    enrol: () => ({ by: 'code', code: input.code }),
  };
}

function workstationName(): string {
  return hostname().slice(0, 200) || 'Forecourt';
}
