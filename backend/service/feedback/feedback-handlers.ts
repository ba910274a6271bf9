import type { AnsweredRouteId, Handlers } from '../handler.ts';
import type { Service } from '../service.ts';
import { answerFeedback, closeFeedback, getFeedback, listFeedback } from './deal-with-feedback.ts';
import { sendFeedback } from './send-feedback.ts';

type FeedbackRouteId = Extract<AnsweredRouteId, `feedback.${string}`>;

/** What people write to the network, and what becomes of it. */
export function feedbackHandlers(service: Service): Pick<Handlers, FeedbackRouteId> {
  return {
    'feedback.send': (input, caller) => sendFeedback(service, input, caller),
    'feedback.list': (input, caller) => listFeedback(service, input, caller),
    'feedback.get': (input, caller) => getFeedback(service, input, caller),
    'feedback.answer': (input, caller) => answerFeedback(service, input, caller),
    'feedback.close': (input, caller) => closeFeedback(service, input, caller),
  };
}
