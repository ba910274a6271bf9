import { sharedStep } from './ddl.ts';

/**
 * Whom a message names who is not its reader: an account, or an application whose account is made
 * later. Forgotten, he is named there no more. What was written before is told apart by its
 * application's number, by the instant at which an invitation was accepted, and by where it went.
 */
export const messagesAbout = sharedStep(
  500,
  'messages-about',
  ({ text }) => `
ALTER TABLE message ADD COLUMN about_id ${text};
UPDATE message SET about_id = (SELECT application_id FROM application
    WHERE message.params LIKE '{"applicationNumber":"' || application.number || '",%')
  WHERE template IN ('application-filed', 'application-processed');
UPDATE message SET about_id = (SELECT invitation.user_id FROM invitation
    WHERE invitation.invited_by = message.user_id
      AND invitation.ended_at_ms = message.created_at_ms AND invitation.user_id IS NOT NULL
    ORDER BY invitation.invitation_id LIMIT 1)
  WHERE template = 'invitation-accepted';
UPDATE message SET about_id = (SELECT invitation.invited_by FROM invitation
    WHERE invitation.email = message.recipient
      AND invitation.programme_id = message.programme_id
    ORDER BY invitation.sent_at_ms DESC, invitation.invitation_id LIMIT 1)
  WHERE template = 'invitation';
CREATE INDEX message_about ON message (about_id) WHERE about_id IS NOT NULL;
`,
);
