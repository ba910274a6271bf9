// What waits for a person of the network: lost accesses, approvals, people to be forgotten.
import { refuse } from '#domain/result.ts';
import { approvals, casesIn, erasures } from './decision-samples.ts';
import { type EngineAnswers, good } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import { nowMs } from '../samples.ts';
import { programmes } from '../outside/outside-samples.ts';

const done = good({ done: true } as const);
const nothing = { rows: [], nextCursor: null, asOfMs: nowMs - 2000 };

const answers = {
  'recoveryCase:list': ({ state }) => good(casesIn(state)),
  'recoveryCase:decide': () => refuse('CASE_DECIDED'),
  'recoveryCase:open': ({ overrideReason }) =>
    overrideReason === undefined
      ? refuse('OFFICE_MISMATCH', { overridable: true, issuedAt: 'st-2' })
      : good({ caseId: 'c', state: 'confirmed', login: 'zhanna.li', password: 'K7PM94QXWD' }),
  'approval:list': () => good(approvals),
  'approval:give': () => done,
  'approval:refuse': () => done,
  'account:erasures': () => good(erasures),
  'programme:public': () => good(programmes),
} satisfies EngineAnswers;

const at = (path: string, engine: EngineAnswers = {}): Scenario =>
  scenario({ path, role: 'administrator', engine: { ...answers, ...engine } });

export const decisionScenarios: Readonly<Record<string, Scenario>> = {
  decisions: at('/decisions'),
  'decisions-empty': at('/decisions', {
    'recoveryCase:list': () => good(nothing),
    'approval:list': () => good(nothing),
  }),
  'decisions-failed': at('/decisions', { 'recoveryCase:list': () => refuse('LINK_DOWN') }),
  'people-decided': at('/people'),
};
