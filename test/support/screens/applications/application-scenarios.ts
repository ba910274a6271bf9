// Applications for access: the form outside, the office's list, one of them, who is named for them.
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { refuse } from '#domain/result.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { type EngineAnswers, good, never } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import { contracts } from '../office-samples.ts';
import { programmes, suppliers } from '../outside/outside-samples.ts';
import { nowMs, settings } from '../samples.ts';
import * as samples from './application-samples.ts';

const page = <T>(rows: readonly T[]) => good({ rows: [...rows], nextCursor: null, asOfMs: nowMs });

const answers = {
  'programme:public': () => good(programmes),
  'contract:list': ({ search = '' }) =>
    page(contracts.filter(({ number, clientName }) => `${number} ${clientName}`.includes(search))),
  'application:list': ({ state }) =>
    page(samples.applications.filter((one) => state === undefined || one.state === state)),
  'application:see': ({ applicationId }) => {
    const found = samples.applications.find((one) => one.applicationId === applicationId);
    return found === undefined ? refuse('NOT_FOUND') : good(found);
  },
  'application:enter': () => refuse('INN_INVALID'),
  'application:process': () => good({ userId: 'u-9', login: 'k7pm-94qx', accessCode: 'WD2T-8RNZ' }),
  'application:file': () =>
    good({
      applicationId: samples.waiting.applicationId,
      number: 12,
      note: null,
    }),
} satisfies EngineAnswers;

function at(path: string, engine: EngineAnswers = {}): Scenario {
  return scenario({ path, role: 'client-manager', engine: { ...answers, ...engine } });
}

/** A programme's rules are read in the office's list, where all of them stand. */
const kept = shippedProgrammes().map((profile) => ({
  profile: programmeProfile.parse(profile),
  active: true,
  revision: 1,
  changedAtMs: nowMs,
  versions: [],
}));
const byApplication = kept.find(({ profile }) => profile.account.birth === 'by-application');
const assignedId = byApplication?.profile.programmeId ?? '';

const assigning = {
  'programme:list': () => good({ rows: kept, asOfMs: nowMs }),
  'assignment:get': () =>
    good({
      programmeId: assignedId,
      memberContractId: null,
      memberContractNumber: null,
      curatorUserId: 'u-client-manager',
      curatorName: 'Тимур Алиев',
      headUserId: null,
      headName: null,
    }),
} satisfies EngineAnswers;

const one = ({ applicationId }: { applicationId: string }): string =>
  `/applications/${applicationId}`;

export const applicationScenarios: Readonly<Record<string, Scenario>> = {
  'applications-outside': scenario({
    role: null,
    engine: answers,
    settings: { ...settings, lastDoor: suppliers.programmeId, lastLogin: null },
  }),
  applications: at('/applications'),
  'applications-empty': at('/applications', { 'application:list': () => page([]) }),
  'applications-failed': at('/applications', { 'application:list': () => refuse('LINK_DOWN') }),
  'application-waiting': at(one(samples.waiting)),
  'application-ready': at('/applications/01939c2e-0000-7000-8000-000000000013'),
  'application-printing': scenario({
    path: '/applications/01939c2e-0000-7000-8000-000000000013',
    role: 'client-manager',
    engine: answers,
    shellAnswers: { 'print:view': never },
  }),
  'application-processed': at(one(samples.processed)),
  'application-rejected': at(one(samples.rejected)),
  'programme-assignment': scenario({
    path: `/programmes/${assignedId}`,
    role: 'administrator',
    engine: { ...answers, ...assigning },
  }),
};
