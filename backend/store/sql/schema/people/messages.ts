import { sharedStep } from '../ddl.ts';

/**
 * The outgoing messages: a queue that several backends may send from, each row claimed by one of
 * them at a time. `secrets` is what lets somebody in, and null from the moment it is blanked.
 * Channels are set up once for the whole network; their secrets stand apart.
 */
export const messages = sharedStep(
  270,
  'messages',
  ({ int, text, rows, keyed }) => `
CREATE TABLE message (
  message_id ${text} PRIMARY KEY,
  channel ${text} NOT NULL CHECK (channel IN ('email', 'sms', 'desktop', 'none')),
  recipient ${text} NOT NULL,
  template ${text} NOT NULL,
  language ${text} NOT NULL,
  params ${text} NOT NULL,
  secrets ${text},
  programme_id ${text},
  user_id ${text},
  state ${text} NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'bounced',
    'failed', 'expired', 'cancelled', 'dropped')),
  tries ${int} NOT NULL CHECK (tries >= 0),
  created_at_ms ${int} NOT NULL,
  next_try_at_ms ${int} NOT NULL,
  expires_at_ms ${int} NOT NULL,
  claim ${text},
  sent_at_ms ${int},
  settled_at_ms ${int},
  error ${text},
  provider_id ${text},
  CHECK ((state = 'sending') = (claim IS NOT NULL))
)${rows};
CREATE INDEX message_due ON message (state, next_try_at_ms);
CREATE INDEX message_expiring ON message (expires_at_ms) WHERE secrets IS NOT NULL;
CREATE INDEX message_of_provider ON message (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX message_in_order ON message (created_at_ms, message_id);
CREATE TABLE channel_setting (
  channel ${text} PRIMARY KEY CHECK (channel IN ('email', 'sms')),
  settings ${text} NOT NULL,
  secrets ${text} NOT NULL,
  revision ${int} NOT NULL CHECK (revision > 0),
  changed_at_ms ${int} NOT NULL
)${keyed};
`,
);
