-- Reminders go with the account that they remind.
ALTER TABLE scheduling_reminder ADD CONSTRAINT reminder_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
