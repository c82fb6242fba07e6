-- The library lets its embedder say who owners are: here, accounts. What they own goes with them.
ALTER TABLE scheduling_calendar ADD CONSTRAINT calendar_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
