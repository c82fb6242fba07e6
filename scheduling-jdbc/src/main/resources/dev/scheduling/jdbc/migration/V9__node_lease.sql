-- Who does what one node does at a time. The token grows with every lease of a name, so the row
-- stays when the lease has ended. Columns ending in _ms are milliseconds since 1970-01-01T00:00:00Z.
CREATE TABLE ${prefix}node_lease (
  lease_name ${id} NOT NULL,
  token bigint NOT NULL,
  leased_until_ms ${instant} NOT NULL,
  PRIMARY KEY (lease_name),
  CONSTRAINT ${prefix}node_lease_token CHECK (token >= 1)
) ${table};
