-- Drills, their entries and their scorecards. The same text for SQLite and PostgreSQL: only BIGINT,
-- DOUBLE PRECISION and TEXT. Entries are only ever added.
CREATE TABLE drills (
    id TEXT NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL,
    started TEXT NOT NULL,
    header TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- The number and the hash of the last entry.
    head BIGINT NOT NULL,
    hash TEXT NOT NULL,
    ended BIGINT NOT NULL,
    -- Who may append: only the holder of the highest epoch. Until when, in microseconds UTC; 0 is
    -- until somebody takes over.
    epoch BIGINT NOT NULL,
    holder TEXT NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE entries (
    drill TEXT NOT NULL REFERENCES drills (id),
    seq BIGINT NOT NULL,
    entry TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (drill, seq)
);

-- Commands that came with an id, and the entry that records them; 0 where none does.
CREATE TABLE commands (
    drill TEXT NOT NULL REFERENCES drills (id),
    command_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    UNIQUE (drill, command_id)
);

CREATE TABLE scorecards (
    drill TEXT NOT NULL PRIMARY KEY REFERENCES drills (id),
    score DOUBLE PRECISION,
    card TEXT NOT NULL
);
