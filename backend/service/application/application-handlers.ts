import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { listApplications, rejectApplication, seeApplication } from './applications.ts';
import { enterApplication, fileApplication } from './file-application.ts';
import { processApplication } from './process-application.ts';

type ApplicationRouteId = Extract<AnsweredRouteId, `application.${string}`>;

/** Applications for access, from the form to the account. */
export function applicationHandlers(service: Service): Pick<Handlers, ApplicationRouteId> {
  return {
    'application.file': (input, caller) => fileApplication(service, input, caller),
    'application.enter': (input, caller) => enterApplication(service, input, caller),
    'application.list': (input, caller) => listApplications(service, input, caller),
    'application.see': (input, caller) => seeApplication(service, input, caller),
    'application.process': (input, caller) => processApplication(service, input, caller),
    'application.reject': (input, caller) => rejectApplication(service, input, caller),
  };
}
