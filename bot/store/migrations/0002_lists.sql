-- Articles of a flood go to a channel in one list card.

ALTER TABLE deliveries ADD COLUMN list_id INTEGER REFERENCES deliveries (id); -- the first of the list it was sent in
ALTER TABLE deliveries ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;           -- Discord refused a list with it

CREATE INDEX deliveries_by_list ON deliveries (list_id) WHERE list_id IS NOT NULL;
