-- Failed logins are forgotten little by little: what is left of them is no whole number.

ALTER TABLE failed_login ALTER COLUMN failures TYPE double precision;
