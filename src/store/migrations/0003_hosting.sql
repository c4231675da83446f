-- Who may come in at a host's doors, and which drill stands at which of its tables.
-- Codes are kept as their SHA-256 alone. A code is used once: `used` is 1 from then on.
CREATE TABLE passes (
    digest TEXT NOT NULL PRIMARY KEY,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- Whose way back it is; nobody's yet for one that lets somebody new in.
    person TEXT,
    -- Until when, in microseconds UTC.
    expires BIGINT NOT NULL,
    used BIGINT NOT NULL
);

-- People a host knows: one name each, and the key they were first seen with.
CREATE TABLE guests (
    host TEXT NOT NULL,
    -- The name as names are compared: no other may look like it.
    skeleton TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- `SHA256:…`, where they have a key.
    fingerprint TEXT,
    UNIQUE (host, skeleton),
    UNIQUE (host, fingerprint)
);

CREATE TABLE hosted (
    host TEXT NOT NULL,
    number BIGINT NOT NULL,
    drill TEXT NOT NULL REFERENCES drills (id),
    UNIQUE (host, number)
);
