-- Reads the whole history, while other sessions read and write it.
ALTER TABLE change VALIDATE CONSTRAINT change_is_known;
