-- For consumers of messages that are numbered within their key: the number of the last one that
-- was taken, in place of a row for each message.
CREATE TABLE ${prefix}inbox_mark (
  consumer ${token} NOT NULL,
  message_key ${token} NOT NULL,
  last_sequence bigint NOT NULL,
  PRIMARY KEY (consumer, message_key)
) ${table};
