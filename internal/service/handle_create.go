package service

import (
	"context"
	"slices"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/ent/db/reseller"
	"github.com/handledesk/handledesk/internal/registrar"
)

// OnDuplicate says what to do when the caller already has exactly this handle.
type OnDuplicate string

// What to do about a duplicate.
const (
	RefuseDuplicate OnDuplicate = "REFUSE"
	ReuseDuplicate  OnDuplicate = "REUSE"
	CreateDuplicate OnDuplicate = "CREATE"
)

// NewHandle is a handle to create, as typed.
type NewHandle struct {
	Kind                 registrar.Kind
	GivenName            string
	FamilyName           string
	Organization         *string
	RegistrationNumber   *string
	Address              registrar.AddressInput
	InternationalAddress *registrar.AddressInput
	Email                string
	Phone                string
	Fax                  *string
	Mobile               *string
	Language             *string
	VatNumber            *string
	OnDuplicate          OnDuplicate
}

// CreateHandle is the input of the mutation createHandle.
type CreateHandle struct {
	ResellerID *string // required for operators, refused for others
	NewHandle
}

// CreateHandle creates a handle with FULL rights for the reseller and starts the proof of its e-mail address. The
// flag tells whether an equal handle was used instead (`onDuplicate: REUSE`).
//
// Errors: REQUIRED, INVALID, TOO_LONG, NOT_ALLOWED naming each field, all at once; DUPLICATE with the candidates;
// NOT_FOUND for an operator's unknown resellerId.
func (s *Service) CreateHandle(ctx context.Context, in CreateHandle) (*Handle, bool, error) {
	var made struct {
		ID     string
		Reused bool
	}
	err := s.write(ctx, registrar.CreateHandle, &made, func(c *change) error {
		resellerID, err := c.account(in.ResellerID)
		problems, err := collect(nil, err)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			_, more := registrar.CheckHandle(in.data())
			return append(problems, more...)
		}
		h, used, err := c.createHandle(in.NewHandle, resellerID)
		if err != nil {
			return err
		}
		made.ID, made.Reused = h.ID, used
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	h, err := s.Handle(ctx, HandleBy{ID: &made.ID})
	return h, made.Reused, err
}

// account is the reseller in whose account something is created: the caller's own, or the one that an operator names.
func (c *change) account(named *string) (string, error) {
	switch {
	case c.caller.IsReseller() && named == nil:
		return c.caller.Reseller, nil
	case c.caller.IsReseller():
		return "", registrar.RefuseField(registrar.NotAllowed, "resellerId", "Only operators name a reseller; leave this out.")
	case named == nil:
		return "", registrar.RefuseField(registrar.Required, "resellerId", "Name the reseller in whose account this is done.")
	}
	if err := requireID(registrar.ResellerID, "resellerId", *named); err != nil {
		return "", err
	}
	known, err := c.tx.Reseller.Query().Where(reseller.ID(*named)).Exist(c.ctx)
	if err == nil && !known {
		return "", notFound("resellerId")
	}
	return *named, err
}

// createHandle checks, looks for duplicates, stores and records one handle. The second result tells whether it was
// there before.
func (c *change) createHandle(in NewHandle, resellerID string) (*db.Handle, bool, error) {
	data, problems := registrar.CheckHandle(in.data())
	if len(problems) > 0 {
		return nil, false, problems
	}
	if in.OnDuplicate != CreateDuplicate {
		h, err := c.duplicate(data, resellerID, in.OnDuplicate == ReuseDuplicate)
		if err != nil || h != nil {
			return h, true, err
		}
	}
	h, err := c.insertHandle(data, resellerID, registrar.Full, registrar.Created)
	if err != nil {
		return nil, false, err
	}
	c.record(registrar.HandleCreated, h.ID, resellerID, registrar.Changes(registrar.HandleData{}, data))
	h, err = c.prove(h)
	return h, false, err
}

// duplicateCandidates is how many equal handles a DUPLICATE names at most.
const duplicateCandidates = 10

// duplicate looks for exactly this record among the handles over which the reseller has FULL rights: it gives the
// oldest when one may be used again, and refuses otherwise.
func (c *change) duplicate(data registrar.HandleData, resellerID string, reuse bool) (*db.Handle, error) {
	equal, err := c.equal(data, resellerID)
	if err != nil || len(equal) == 0 {
		return nil, err
	}
	if reuse {
		return equal[0], nil
	}
	detail := registrar.DuplicateDetail{}
	for _, h := range equal[:min(len(equal), duplicateCandidates)] {
		detail.HandleIDs = append(detail.HandleIDs, h.ID)
	}
	return nil, &registrar.Problem{Code: registrar.Duplicate, Detail: detail,
		Message: "You already have exactly this handle: " + equal[0].Code +
			". Use it, or say what you want with `onDuplicate: REUSE` or `CREATE`."}
}

// equal lists the handles of exactly this content over which the reseller has FULL rights, oldest first. The few of
// the same content are looked up first, by their index, and then whose they are.
func (c *change) equal(data registrar.HandleData, resellerID string) ([]*db.Handle, error) {
	same, err := c.tx.Handle.Query().Where(handle.ContentKey(data.ContentKey())).
		Order(db.Asc(handle.FieldCreatedAt, handle.FieldID)).All(c.ctx)
	if err != nil || len(same) == 0 {
		return nil, err
	}
	ids := make([]string, len(same))
	for i, h := range same {
		ids[i] = h.ID
	}
	held, err := holders(c.ctx, c.tx, ids)
	return slices.DeleteFunc(same, func(h *db.Handle) bool { return held[h.ID].reseller != resellerID }), err
}

func (in NewHandle) data() registrar.HandleData {
	d := registrar.HandleData{
		Kind: in.Kind, GivenName: in.GivenName, FamilyName: in.FamilyName,
		Organization: orEmpty(in.Organization), RegistrationNumber: orEmpty(in.RegistrationNumber),
		Address: in.Address.Address(), Email: in.Email, Phone: in.Phone,
		Fax: orEmpty(in.Fax), Mobile: orEmpty(in.Mobile),
		Language: orEmpty(in.Language), VATNumber: orEmpty(in.VatNumber),
	}
	if in.InternationalAddress != nil {
		address := in.InternationalAddress.Address()
		d.InternationalAddress = &address
	}
	return d
}
