-- Time that is held goes with the account that holds it.
DELETE FROM scheduling_booking_hold WHERE owner_id NOT IN (SELECT id FROM account);
ALTER TABLE scheduling_booking_hold ADD CONSTRAINT booking_hold_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
