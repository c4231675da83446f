-- Follow-ups of drills, from their journals, until somebody closes them. A number is never given twice.
CREATE TABLE follow_ups (
    number BIGINT NOT NULL PRIMARY KEY,
    drill TEXT NOT NULL REFERENCES drills (id),
    seq BIGINT NOT NULL,
    priority TEXT NOT NULL,
    task TEXT NOT NULL,
    owner TEXT NOT NULL,
    due TEXT NOT NULL,
    -- The day it was closed, and a word on it.
    closed TEXT,
    note TEXT,
    UNIQUE (drill, seq)
);
