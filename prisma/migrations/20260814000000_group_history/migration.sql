-- Who joined and left a group, in the order of the changes: a membership is recorded on the customer and has the group as its
-- only field.
CREATE INDEX change_group_id_id_idx ON change ((coalesce(fields -> 0 ->> 'after', fields -> 0 ->> 'before')), id)
  WHERE action IN ('MEMBER_ADDED', 'MEMBER_REMOVED');
