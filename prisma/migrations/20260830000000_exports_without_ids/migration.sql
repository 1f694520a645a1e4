-- is_searchable: false for an export whose rows have no ids of customers. An erasure cannot find a person in it, and deletes it.
ALTER TABLE stored_file ADD COLUMN is_searchable boolean NOT NULL DEFAULT true;
