-- Articles, the files they came from, who follows what, and what was posted where.
-- Times are ISO 8601 in UTC, days are YYYY-MM-DD, paths are the file system's bytes below their folder.

PRAGMA application_id = 0x4E647270;           -- tells the file from other programs' databases

CREATE TABLE files (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL,              -- path below the drop folder, fit to print
    folder      TEXT NOT NULL,              -- first-level sub-folder, '' for none
    drop_path   BLOB NOT NULL,              -- where it was taken; for a file that was copied in, its name
    sha256      TEXT,                       -- NULL: too big to be read
    size        INTEGER NOT NULL,
    outcome     TEXT NOT NULL CHECK (outcome IN ('added', 'revised', 'duplicate', 'rejected')),
    reason      TEXT,                       -- why it was rejected
    article_id  INTEGER REFERENCES articles (id),
    kept_in     TEXT NOT NULL CHECK (kept_in IN ('archive', 'rejected')),
    kept_path   BLOB,                       -- below that folder; NULL until the move is made
    modified    INTEGER NOT NULL DEFAULT 0, -- mtime of the bytes that were read, in nanoseconds
    taken_at    TEXT NOT NULL
) STRICT;

CREATE INDEX files_by_sha256 ON files (sha256) WHERE outcome <> 'rejected';
CREATE INDEX files_by_article ON files (article_id);
CREATE INDEX files_by_outcome ON files (outcome, id);
CREATE INDEX files_unmoved ON files (drop_path) WHERE kept_path IS NULL;
CREATE INDEX files_by_time ON files (taken_at);

CREATE TABLE articles (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id         INTEGER NOT NULL REFERENCES files (id),
    folder          TEXT NOT NULL,
    title           TEXT NOT NULL,
    byline          TEXT,
    source          TEXT,
    published       TEXT,
    url             TEXT,
    language        TEXT NOT NULL,
    words           INTEGER NOT NULL,
    text_key        TEXT NOT NULL,          -- fingerprint of the text, see bot/text/fingerprint.py
    duplicate_of    INTEGER REFERENCES articles (id),
    revision        INTEGER NOT NULL DEFAULT 1, -- counts the changes that a card shows
    arrived_at      TEXT NOT NULL,
    day             TEXT NOT NULL GENERATED ALWAYS AS (coalesce(published, substr(arrived_at, 1, 10))) STORED,
    -- Long columns last: a filter on the others need not read them.
    summary         TEXT NOT NULL,          -- JSON array of sentences
    keywords        TEXT NOT NULL,          -- JSON array
    body            TEXT NOT NULL,          -- paragraphs, parted by blank lines
    -- Words parted by spaces where the script parts none (Chinese, Japanese, Thai ...); NULL: as they are.
    spaced_title    TEXT,
    spaced_body     TEXT
) STRICT;

CREATE INDEX articles_by_day ON articles (day DESC, id DESC);
CREATE INDEX articles_by_folder ON articles (folder COLLATE NOCASE, day DESC, id DESC);
CREATE INDEX articles_by_source ON articles (source COLLATE NOCASE, day DESC, id DESC);
CREATE INDEX articles_by_text ON articles (text_key);
CREATE INDEX articles_repeating ON articles (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE VIEW searchable AS
    SELECT id, coalesce(spaced_title, title) AS title, coalesce(spaced_body, body) AS body FROM articles;

-- Marks belong to their letters: without M*, Hindi and other vowel signs would break words in two.
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, body, content = 'searchable', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* M* Co'", prefix = '2 3'
);

CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, body)
    VALUES (new.id, coalesce(new.spaced_title, new.title), coalesce(new.spaced_body, new.body));
END;

CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, body)
    VALUES ('delete', old.id, coalesce(old.spaced_title, old.title), coalesce(old.spaced_body, old.body));
END;

CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, body, spaced_title, spaced_body ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, body)
    VALUES ('delete', old.id, coalesce(old.spaced_title, old.title), coalesce(old.spaced_body, old.body));
    INSERT INTO articles_fts (rowid, title, body)
    VALUES (new.id, coalesce(new.spaced_title, new.title), coalesce(new.spaced_body, new.body));
END;

CREATE TABLE guilds (
    id                INTEGER PRIMARY KEY,
    paused            INTEGER NOT NULL DEFAULT 0,
    first_followed_at TEXT
) STRICT;

CREATE TABLE follows (
    channel_id  INTEGER NOT NULL,
    guild_id    INTEGER NOT NULL,
    folder      TEXT NOT NULL COLLATE NOCASE, -- '' follows everything
    since       TEXT NOT NULL,
    PRIMARY KEY (channel_id, folder)
) STRICT;

CREATE TABLE channels (                       -- channels that can't be posted to just now
    id          INTEGER PRIMARY KEY,
    trouble     TEXT NOT NULL,
    retry_at    REAL NOT NULL                 -- seconds since the epoch
) STRICT;

CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id  INTEGER NOT NULL REFERENCES articles (id),
    guild_id    INTEGER NOT NULL,
    channel_id  INTEGER NOT NULL,
    state       TEXT NOT NULL DEFAULT 'pending'
                CHECK (state IN ('pending', 'sending', 'sent', 'failed', 'closed', 'deleted')),
    message_id  INTEGER,
    revision    INTEGER NOT NULL DEFAULT 0,   -- of the article, as the message shows it
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT,
    created_at  TEXT NOT NULL,
    tried_at    REAL,                         -- of the first try that may have reached Discord, since the epoch
    sent_at     REAL,
    UNIQUE (article_id, channel_id)
) STRICT;

CREATE INDEX deliveries_waiting ON deliveries (channel_id, id) WHERE state IN ('pending', 'sending');
CREATE INDEX deliveries_by_time ON deliveries (channel_id, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX deliveries_by_state ON deliveries (state, id);

CREATE TABLE outdated (                       -- posted messages whose article has changed since
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id)
) STRICT;

CREATE TABLE jobs (                           -- re-ingest of many articles
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    state       TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'done')),
    source      TEXT,
    folder      TEXT,
    failed_only INTEGER NOT NULL,
    last_id     INTEGER NOT NULL,             -- articles (or rejected files) that came later are left out
    cursor      INTEGER NOT NULL DEFAULT 0,   -- the last one done
    total       INTEGER NOT NULL,
    done        INTEGER NOT NULL DEFAULT 0,
    changed     INTEGER NOT NULL DEFAULT 0,
    failed      INTEGER NOT NULL DEFAULT 0,
    started_at  TEXT NOT NULL,
    reply_token TEXT,                         -- of the interaction whose answer shows the progress
    reply_until REAL                          -- when Discord stops taking it, since the epoch
) STRICT;

CREATE TABLE pages (                          -- what paging buttons turn: the question that was asked
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    question    TEXT NOT NULL,                -- JSON
    asked_at    TEXT NOT NULL
) STRICT;

CREATE TABLE synced (                         -- the commands as Discord last got them
    scope       TEXT PRIMARY KEY,             -- 'global' or a server's id
    content     TEXT NOT NULL
) STRICT;
