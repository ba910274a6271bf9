import type { Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { publicProgrammes } from './programme-door.ts';
import { listProgrammes, putProgramme, shippedProgrammes } from './programmes.ts';
import { listVersions, publishTerms, readTerms, wholeTerms } from './terms.ts';

/** Programmes and their documents. */
export function programmeHandlers(service: Service) {
  return {
    'programme.public': () => publicProgrammes(service),
    'programme.list': () => listProgrammes(service),
    'programme.shipped': () => shippedProgrammes(service),
    'programme.put': (input, caller) => putProgramme(service, input, caller),
    'terms.publish': (input, caller) => publishTerms(service, input, caller),
    'terms.texts': (input) => wholeTerms(service, input),
    'terms.read': (input) => readTerms(service, input),
    'terms.versions': (input) => listVersions(service, input),
  } satisfies Partial<Handlers>;
}
