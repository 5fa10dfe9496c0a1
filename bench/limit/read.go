package limit

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Headline is the query that the benchmark is about: a page of handles by name with their domains. Its variable after
// is a cursor.
const Headline = `query Headline($after: String) {
  handles(first: 50, after: $after, orderBy: {field: NAME}) {
    totalCount
    edges { node {
      code displayName rights reachability { state }
      domains(first: 10) { totalCount edges { roles node { name expiresAt statuses } } pageInfo { hasNextPage } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`

const (
	handlesPerPage = 50
	domainsPerPage = 10
	// countBound is up to where the product counts a list.
	countBound = 10_000
	// hot is how many domains a handle must have for them to be read by a statement of their own that stops early.
	hot = 4 * domainsPerPage
)

const keyStatement = `SELECT id, reseller_id, scopes, expires_at, revoked_at FROM api_keys INDEXED BY limit_keys
WHERE secret_hash = ? AND reseller_id IS NOT NULL`

const countStatement = `SELECT count(*) FROM (SELECT 1 FROM accesses WHERE reseller_id = ?1 LIMIT 10001)`

// listStatement reads a page of handles with everything but the domains. The list's size comes with every row and is
// computed once.
const listStatement = `SELECT a.handle_id, a.name_key, a.code, a.rights, a.reachability,
  ifnull(h.organization, ''), h.given_name, h.family_name,
  (SELECT count(*) FROM contacts c WHERE c.handle_id = a.handle_id AND c.reseller_id = ?1),
  (` + countStatement + `)
FROM accesses a INDEXED BY limit_list CROSS JOIN handles h INDEXED BY limit_names ON h.id = a.handle_id
WHERE a.reseller_id = ?1 AND (a.name_key, a.handle_id) > (?2, ?3)
ORDER BY a.name_key, a.handle_id LIMIT 51`

// domainsStatement reads the domains of up to 50 handles; missing ones are null.
var domainsStatement = `SELECT handle_id, name, roles, expires_at, status FROM contacts INDEXED BY limit_domains
WHERE handle_id IN (` + strings.Repeat("?,", handlesPerPage-1) + `?) AND reseller_id = ?
ORDER BY handle_id, name, domain_id`

const hotStatement = `SELECT handle_id, name, roles, expires_at, status FROM contacts INDEXED BY limit_domains
WHERE handle_id = ? AND reseller_id = ? ORDER BY name, domain_id LIMIT 10`

// reader is a connection with its prepared statements.
type reader struct{ key, count, list, domains, hot *sql.Stmt }

func newReader(ctx context.Context, db *sql.DB) (*reader, error) {
	connection, err := db.Conn(ctx) // kept until the database is closed
	if err != nil {
		return nil, err
	}
	r := &reader{}
	for text, target := range map[string]**sql.Stmt{
		keyStatement: &r.key, countStatement: &r.count, listStatement: &r.list, domainsStatement: &r.domains, hotStatement: &r.hot,
	} {
		if *target, err = connection.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return r, nil
}

// handle is a row of the page.
type handle struct {
	id, code, rights, reachability string
	organization, given, family    string
	nameKey                        []byte
	domains                        int
	from, to                       int // its domains' place in buffers.edges
}

// buffers are reused from request to request.
type buffers struct {
	in, out, edges []byte
	page           []handle
	byID           []*handle
	arguments      []any
}

// headline answers a page of handles.
func (s *Server) headline(b *buffers, bearer string, after *string) error {
	r := <-s.readers
	defer func() { s.readers <- r }()
	who, err := r.authenticate(bearer, `"HANDLES_READ"`, `"DOMAINS_READ"`)
	if err != nil {
		return err
	}
	from, err := parseCursor(after)
	if err != nil {
		return err
	}
	total, err := r.readPage(b, who.reseller, from)
	if err != nil {
		return err
	}
	more := len(b.page) > handlesPerPage
	b.page = b.page[:min(len(b.page), handlesPerPage)]
	if err := r.readDomains(b, who.reseller); err != nil {
		return err
	}
	b.out = appendHeadline(b.out[:0], b, total, more)
	return nil
}

// cursor is what the product's cursors of this list hold.
type cursor struct {
	Order string `json:"o"`
	Bytes []byte `json:"b"`
	ID    string `json:"i"`
}

func parseCursor(text *string) (c cursor, err error) {
	if text == nil {
		return cursor{Bytes: []byte{}}, nil // before everything
	}
	raw, err := base64.RawURLEncoding.DecodeString(*text)
	if err != nil {
		return c, err
	}
	err = json.Unmarshal(raw, &c)
	return c, err
}

// readPage reads the handles and the size of the whole list.
func (r *reader) readPage(b *buffers, reseller string, from cursor) (total int, err error) {
	b.page = b.page[:0]
	rows, err := r.list.QueryContext(background, reseller, from.Bytes, from.ID)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var h handle
		err := rows.Scan(&h.id, &h.nameKey, &h.code, &h.rights, &h.reachability, &h.organization, &h.given, &h.family, &h.domains, &total)
		if err != nil {
			return 0, err
		}
		b.page = append(b.page, h)
	}
	if err := rows.Err(); err != nil {
		return 0, err
	}
	if len(b.page) == 0 {
		err = r.count.QueryRowContext(background, reseller).Scan(&total)
	}
	return min(total, countBound), err
}

// readDomains writes the domains of every handle of the page into b.edges. Rows come by handle id and name, and only
// from handles that have some.
func (r *reader) readDomains(b *buffers, reseller string) error {
	b.byID, b.arguments, b.edges = b.byID[:0], b.arguments[:0], b.edges[:0]
	for i := range b.page {
		h := &b.page[i]
		switch {
		case h.domains > hot:
			if err := readEdges(b, []*handle{h}, r.hot, h.id, reseller); err != nil {
				return err
			}
		case h.domains > 0:
			b.byID = append(b.byID, h)
			b.arguments = append(b.arguments, h.id)
		}
	}
	if len(b.byID) == 0 {
		return nil
	}
	slices.SortFunc(b.byID, func(a, b *handle) int { return cmp.Compare(a.id, b.id) })
	for len(b.arguments) < handlesPerPage {
		b.arguments = append(b.arguments, nil)
	}
	return readEdges(b, b.byID, r.domains, append(b.arguments, reseller)...)
}

// readEdges writes the domains of the handles, which are sorted as the rows are.
func readEdges(b *buffers, handles []*handle, statement *sql.Stmt, arguments ...any) (err error) {
	rows, err := statement.QueryContext(background, arguments...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var id, name sql.RawBytes
	var roles, expires, status int64
	of, written := -1, 0
	for rows.Next() {
		if err := rows.Scan(&id, &name, &roles, &expires, &status); err != nil {
			return err
		}
		for of < 0 || handles[of].id != string(id) {
			of++
			handles[of].from = len(b.edges)
			handles[of].to = len(b.edges)
			written = 0
		}
		if written == domainsPerPage {
			continue
		}
		if written++; written > 1 {
			b.edges = append(b.edges, ',')
		}
		b.edges = appendDomain(b.edges, name, roles, expires, status)
		handles[of].to = len(b.edges)
	}
	return rows.Err()
}
