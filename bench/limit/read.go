package limit

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	// hot is how many domains a handle must have for them to be read by a statement of their own that stops early.
	hot = 4 * domainsPerPage
)

const keyStatement = `SELECT id, reseller_id, scopes, expires_at, revoked_at FROM api_keys INDEXED BY limit_keys
WHERE secret_hash = ? AND reseller_id IS NOT NULL`

const countStatement = `SELECT sum(value) FROM counters INDEXED BY limit_counters WHERE account = ?1 AND counted <> 'domains'`

// listStatement reads a page of handles with everything but the domains. The list's size comes with every row and is
// computed once.
const listStatement = `SELECT a.handle_id, a.name_key, a.code, a.rights, a.reachability, a.display_name, a.domains,
  (` + countStatement + `)
FROM accesses a INDEXED BY limit_list
WHERE a.reseller_id = ?1 AND (a.name_key, a.handle_id) > (?2, ?3)
ORDER BY a.name_key, a.handle_id LIMIT 51`

// domainsStatement reads the domains of up to 50 handles; missing ones are null.
var domainsStatement = `SELECT handle_id, name, roles, expires_at, status FROM contacts INDEXED BY limit_domains
WHERE handle_id IN (` + strings.Repeat("?,", handlesPerPage-1) + `?) AND reseller_id = ?
ORDER BY handle_id, name, domain_id`

const hotStatement = `SELECT handle_id, name, roles, expires_at, status FROM contacts INDEXED BY limit_domains
WHERE handle_id = ? AND reseller_id = ? ORDER BY name, domain_id LIMIT 10`

// reader is a connection with its prepared statements. Those that read many rows go to the driver directly, since
// database/sql converts each value once more.
type reader struct {
	connection         *sql.Conn
	key, count         *sql.Stmt
	list, domains, hot driver.StmtQueryContext
}

func newReader(ctx context.Context, db *sql.DB) (*reader, error) {
	connection, err := db.Conn(ctx) // kept until the database is closed
	if err != nil {
		return nil, err
	}
	r := &reader{connection: connection}
	for text, target := range map[string]**sql.Stmt{keyStatement: &r.key, countStatement: &r.count} {
		if *target, err = connection.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return r, connection.Raw(func(raw any) error {
		for text, target := range map[string]*driver.StmtQueryContext{
			listStatement: &r.list, domainsStatement: &r.domains, hotStatement: &r.hot,
		} {
			prepared, err := raw.(driver.ConnPrepareContext).PrepareContext(ctx, text)
			if err != nil {
				return fmt.Errorf("%s: %w", text, err)
			}
			*target = prepared.(driver.StmtQueryContext)
		}
		return nil
	})
}

// each runs a statement and hands over its rows; a row's values are overwritten by the next one.
func (r *reader) each(b *buffers, statement driver.StmtQueryContext, columns int, row func([]driver.Value) error, arguments ...any) (err error) {
	b.bound = b.bound[:0]
	for i, value := range arguments {
		b.bound = append(b.bound, driver.NamedValue{Ordinal: i + 1, Value: value})
	}
	rows, err := statement.QueryContext(background, b.bound)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := b.values[:columns]
	for {
		if err := rows.Next(values); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
}

// handle is a row of the page.
type handle struct {
	id, code, rights, reachability, name string
	nameKey                              []byte
	domains                              int
	from, to                             int // its domains' place in buffers.edges
}

// buffers are reused from request to request.
type buffers struct {
	in, out, edges []byte
	page           []handle
	byID           []*handle
	arguments      []any
	bound          []driver.NamedValue
	values         [8]driver.Value
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
	err = r.each(b, r.list, 8, func(row []driver.Value) error {
		h := handle{domains: int(row[6].(int64))}
		h.nameKey, _ = row[1].([]byte)
		for column, field := range [...]*string{0: &h.id, 2: &h.code, 3: &h.rights, 4: &h.reachability, 5: &h.name} {
			if field != nil {
				*field, _ = row[column].(string)
			}
		}
		total = int(row[7].(int64))
		b.page = append(b.page, h)
		return nil
	}, reseller, from.Bytes, from.ID)
	if err == nil && len(b.page) == 0 {
		err = r.count.QueryRowContext(background, reseller).Scan(&total)
	}
	return total, err
}

// readDomains writes the domains of every handle of the page into b.edges. Rows come by handle id and name, and only
// from handles that have some.
func (r *reader) readDomains(b *buffers, reseller string) error {
	b.byID, b.arguments, b.edges = b.byID[:0], b.arguments[:0], b.edges[:0]
	for i := range b.page {
		h := &b.page[i]
		switch {
		case h.domains > hot:
			if err := r.readEdges(b, []*handle{h}, r.hot, h.id, reseller); err != nil {
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
	return r.readEdges(b, b.byID, r.domains, append(b.arguments, reseller)...)
}

// readEdges writes the domains of the handles, which are sorted as the rows are.
func (r *reader) readEdges(b *buffers, handles []*handle, statement driver.StmtQueryContext, arguments ...any) error {
	of, written := -1, 0
	return r.each(b, statement, 5, func(row []driver.Value) error {
		id, _ := row[0].(string)
		for of < 0 || handles[of].id != id {
			of++
			handles[of].from = len(b.edges)
			handles[of].to = len(b.edges)
			written = 0
		}
		if written == domainsPerPage {
			return nil
		}
		if written++; written > 1 {
			b.edges = append(b.edges, ',')
		}
		name, _ := row[1].(string)
		b.edges = appendDomain(b.edges, name, row[2].(int64), row[3].(int64), row[4].(int64))
		handles[of].to = len(b.edges)
		return nil
	}, arguments...)
}
