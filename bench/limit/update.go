package limit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/handledesk/handledesk/internal/registrar"
)

// ChangeStreet is the mutation that is measured: a new postal address for a handle, with its check, its copies and its
// event. Its variable input is an UpdateHandleInput of handleId and address.
const ChangeStreet = `mutation ChangeStreet($input: UpdateHandleInput!) {
  updateHandle(input: $input) { handle { code version address { street } } userErrors { code message } }
}`

// street is the input that the limit takes.
type street struct {
	HandleID string
	Address  registrar.Address
}

const handleStatement = `SELECT h.code, h.version, h.kind, h.given_name, h.family_name, ifnull(h.organization, ''),
  ifnull(h.registration_number, ''), h.address, ifnull(h.international_address, 'null'), h.email, h.phone, ifnull(h.fax, ''),
  ifnull(h.mobile, ''), ifnull(h.language, ''), ifnull(h.vat_number, '')
FROM handles h JOIN accesses a ON a.handle_id = h.id
WHERE h.id = ?1 AND a.reseller_id = ?2 AND a.rights = 'FULL' AND NOT h.client_update_prohibited`

const (
	changeStatement = `UPDATE handles SET address = ?2, country = ?3, content_key = ?4, version = version + 1, updated_at = ?5 WHERE id = ?1`
	copyStatement   = `UPDATE accesses SET country = ?2, updated_at = ?3 WHERE handle_id = ?1`
	eventStatement  = `INSERT INTO events (id, change_id, at, actor_kind, reseller_id, api_key_id, action, entity_id, changes)
VALUES (?, ?, ?, 'RESELLER', ?, ?, 'HANDLE_UPDATED', ?, ?)`
)

// writer is the one connection that writes, with its prepared statements.
type writer struct {
	ids                                                    registrar.TimeIDs
	begin, commit, rollback, handle, change, copies, event *sql.Stmt
}

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	connection, err := db.Conn(ctx) // kept until the database is closed
	if err != nil {
		return nil, err
	}
	w := &writer{}
	for text, target := range map[string]**sql.Stmt{
		"BEGIN IMMEDIATE": &w.begin, "COMMIT": &w.commit, "ROLLBACK": &w.rollback,
		handleStatement: &w.handle, changeStatement: &w.change, copyStatement: &w.copies, eventStatement: &w.event,
	} {
		if *target, err = connection.PrepareContext(ctx, text); err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
	}
	return w, nil
}

// changeStreet stores a new address in one transaction with one commit.
func (s *Server) changeStreet(b *buffers, bearer string, in street) error {
	r := <-s.readers
	who, err := r.authenticate(bearer, `"HANDLES_WRITE"`)
	s.readers <- r
	if err != nil {
		return err
	}
	s.writer.Lock()
	code, version, err := s.write.inTransaction(who, &in)
	s.writer.Unlock()
	if err != nil {
		return err
	}
	b.out = append(b.out[:0], `{"data":{"updateHandle":{"handle":{"code":`...)
	b.out = appendString(b.out, code)
	b.out = append(b.out, `,"version":`...)
	b.out = strconv.AppendInt(b.out, version, 10)
	b.out = append(b.out, `,"address":{"street":[`...)
	for i, line := range in.Address.Street {
		if i > 0 {
			b.out = append(b.out, ',')
		}
		b.out = appendString(b.out, line)
	}
	b.out = append(b.out, `]}},"userErrors":[]}}}`...)
	return nil
}

func (w *writer) inTransaction(who caller, in *street) (code string, version int64, err error) {
	if _, err := w.begin.ExecContext(background); err != nil {
		return "", 0, err
	}
	if code, version, err = w.run(who, in); err == nil {
		_, err = w.commit.ExecContext(background)
	}
	if err != nil {
		_, undo := w.rollback.ExecContext(background)
		err = errors.Join(err, undo)
	}
	return code, version, err
}

// run checks the record as a whole, since its key is a hash of all fields, and stores what changed.
func (w *writer) run(who caller, in *street) (code string, version int64, err error) {
	var d registrar.HandleData
	var address, international []byte
	err = w.handle.QueryRowContext(background, in.HandleID, who.reseller).Scan(&code, &version, &d.Kind, &d.GivenName, &d.FamilyName,
		&d.Organization, &d.RegistrationNumber, &address, &international, &d.Email, &d.Phone, &d.Fax, &d.Mobile, &d.Language, &d.VATNumber)
	if err != nil {
		return "", 0, fmt.Errorf("handle %s: %w", in.HandleID, err)
	}
	if err := errors.Join(json.Unmarshal(address, &d.Address), json.Unmarshal(international, &d.InternationalAddress)); err != nil {
		return "", 0, err
	}
	before := d.Address
	d.Address = in.Address
	d, problems := registrar.CheckHandle(d)
	if err := problems.Err(); err != nil {
		return "", 0, err
	}
	in.Address = d.Address
	if d.Address.Equal(before) {
		return code, version, nil
	}
	stored, err := json.Marshal(d.Address)
	if err != nil {
		return "", 0, err
	}
	changes, err := json.Marshal([]registrar.Change{{Field: "address", Before: before, After: d.Address}})
	if err != nil {
		return "", 0, err
	}
	now := time.Now().UnixMilli()
	_, err = w.change.ExecContext(background, in.HandleID, stored, d.Address.Country, d.ContentKey(), now)
	if err == nil {
		_, err = w.copies.ExecContext(background, in.HandleID, d.Address.Country, now)
	}
	if err == nil {
		_, err = w.event.ExecContext(background, w.ids.NewID(registrar.EventID), w.ids.NewID(registrar.ChangeID), now,
			who.reseller, who.key, in.HandleID, changes)
	}
	return code, version + 1, err
}
