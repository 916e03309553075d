-- How often each house rule fired on each article. A rule is told by what it says, wherever it stands in its file.

CREATE TABLE firings (
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    rule        TEXT NOT NULL,
    times       INTEGER NOT NULL,
    fired_at    TEXT NOT NULL,
    PRIMARY KEY (article_id, rule)
) STRICT, WITHOUT ROWID;

CREATE INDEX firings_by_rule ON firings (rule, times, fired_at);
