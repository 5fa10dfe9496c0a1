package recount

// place is one place where the database keeps counts. Its statements are all there is of counting anew: looking and
// setting right differ only in how many keys they are for. Parameters are numbered in the order in which they first
// appear: SQLite takes $1 for a name, and names get their numbers in that order.
type place struct {
	name  string
	size  string // how many keys there are
	batch int    // how many keys one statement looks at, and one transaction sets right: writers must not wait long
	// next finds the batch of keys after $1, which is null at first, of $2 keys: the first one, the last one, how many.
	next string
	// wrong finds what differs for the keys from $1 to $2: the key, what is counted, what is stored, what is there. It is
	// one statement, so that both numbers belong to one moment.
	wrong string
	// add adds $1 to what is stored for the key $2, and for what is counted, $3, where a key has several counts.
	add     string
	several bool
}

var places = []place{
	{
		name:  "counters",
		size:  `SELECT count(*) FROM (` + accounts + `) AS a`,
		batch: 1, // an account may have as many handles as all others together
		next: `SELECT min(account), max(account), count(*) FROM (SELECT account FROM (` + accounts + `) AS a
			WHERE CAST($1 AS text) IS NULL OR account > $1 ORDER BY account LIMIT $2) AS next`,
		wrong: `SELECT account, counted, CAST(sum(stored) AS bigint), CAST(sum(found) AS bigint) FROM (
				SELECT account, counted, value AS stored, 0 AS found FROM counters WHERE account BETWEEN $1 AND $2
				UNION ALL SELECT reseller_id, rights || '/' || reachability, 0, count(*) FROM accesses
					WHERE reseller_id BETWEEN $1 AND $2 GROUP BY reseller_id, rights, reachability
				UNION ALL SELECT reseller_id, 'domains', 0, count(*) FROM domains
					WHERE reseller_id BETWEEN $1 AND $2 GROUP BY reseller_id
				UNION ALL SELECT '', 'handles', 0, count(*) FROM handles WHERE $1 = ''
				UNION ALL SELECT '', 'domains', 0, count(*) FROM domains WHERE $1 = ''
			) AS each GROUP BY account, counted HAVING sum(stored) <> sum(found) ORDER BY account, counted`,
		// Slots add up, so the difference may go to any of them.
		add: `INSERT INTO counters (value, account, counted, slot) VALUES ($1, $2, $3, 0)
			ON CONFLICT (account, counted, slot) DO UPDATE SET value = counters.value + excluded.value`,
		several: true,
	},
	{
		name:  "accesses.domains",
		size:  `SELECT count(*) FROM accesses`,
		batch: 100,
		next: `SELECT min(id), max(id), count(*) FROM (SELECT id FROM accesses
			WHERE id > coalesce($1, '') ORDER BY id LIMIT $2) AS next`,
		wrong: `SELECT id, '', domains, found FROM (SELECT a.id, a.domains, (SELECT count(*) FROM contacts c
				WHERE c.handle_id = a.handle_id AND c.reseller_id = a.reseller_id) AS found
			FROM accesses a WHERE a.id BETWEEN $1 AND $2) AS each WHERE domains <> found ORDER BY id`,
		add: `UPDATE accesses SET domains = domains + $1 WHERE id = $2`,
	},
	{
		name:  "handles.domains",
		size:  `SELECT count(*) FROM handles`,
		batch: 100,
		next: `SELECT min(id), max(id), count(*) FROM (SELECT id FROM handles
			WHERE id > coalesce($1, '') ORDER BY id LIMIT $2) AS next`,
		wrong: `SELECT id, '', domains, found FROM (SELECT h.id, h.domains, (SELECT count(*) FROM contacts c
				WHERE c.handle_id = h.id) AS found
			FROM handles h WHERE h.id BETWEEN $1 AND $2) AS each WHERE domains <> found ORDER BY id`,
		add: `UPDATE handles SET domains = domains + $1 WHERE id = $2`,
	},
}

// accounts are all that have counters, or should: resellers, and the empty one, of what belongs to everybody.
const accounts = `SELECT '' AS account UNION SELECT id FROM resellers UNION SELECT account FROM counters`
