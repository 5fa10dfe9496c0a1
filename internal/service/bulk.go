package service

import (
	"context"
	"errors"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/search"
	"github.com/handledesk/handledesk/internal/viewer"
)

// Bulk fills a database with many things at once, some of them in states that take time to come about: for the demo's
// and the benchmark's data. It keeps copies, words, links and events as the use cases do, but looks up nothing, so the
// caller answers for unique names. Rows are written in batches, all in the transaction of Service.Bulk.
type Bulk struct {
	c        *change
	handles  []*db.Handle
	accesses []*db.Access
	words    []*db.HandleToken
	domains  []*db.Domain
	contacts []*db.Contact
	tokens   []*db.DomainToken
	holds    []*db.Hold
	cases    []*db.ReachabilityCase
	mails    []*db.Mail
	links    []*db.Link
	timers   []*db.Timer
	evidence []*db.Evidence
	events   []*db.Event

	identities map[string]registrar.Instant // fingerprints that answered, and when
	known      map[string]bool              // those of them that are written

	failed error // the first code that could not be had; Flush tells
	// Progress, when set, is told after each handle and domain.
	Progress func()
}

// BulkHandle is a handle to load. Data must have passed registrar.CheckHandle.
type BulkHandle struct {
	Data         registrar.HandleData
	Lists        []BulkAccess // at most one of them FULL
	CreatedAt    registrar.Instant
	UpdatedAt    registrar.Instant // CreatedAt when 0
	ReleasedAt   registrar.Instant // 0 when it was not
	Reachability registrar.ReachState
	ProvedFrom   registrar.Instant // when the proof began; CreatedAt when 0
	Linked       bool              // whether a domain that is loaded later lists it

	DeleteProhibited bool
	UpdateProhibited bool
}

// BulkAccess puts a handle that is loaded into a reseller's list.
type BulkAccess struct {
	ResellerID string
	Rights     registrar.Rights
	Origin     registrar.Origin
}

// BulkDomain is a domain to load.
type BulkDomain struct {
	Name         registrar.DomainName
	ResellerID   string // empty once released
	Contacts     map[registrar.Role]string
	RegisteredAt registrar.Instant
	ExpiresAt    registrar.Instant
	DueAt        registrar.Instant // registrar.Never when nothing is due
	AutoRenew    bool
	TransferLock bool
	Nameservers  []string
	Holds        []registrar.HoldReason
}

// Bulk runs the function in one transaction as the program itself and writes what it adds.
func (s *Service) Bulk(ctx context.Context, run func(b *Bulk) error) error {
	return s.transact(viewer.System(ctx), func(c *change) error {
		b := &Bulk{c: c, identities: map[string]registrar.Instant{}, known: map[string]bool{}}
		if err := run(b); err != nil {
			return err
		}
		return b.Flush()
	})
}

// Reseller loads an account with its own company handle and returns the account's and the handle's ids.
func (b *Bulk) Reseller(name string, convertedAt registrar.Instant, own registrar.HandleData) (resellerID, handleID string, err error) {
	c := b.c
	resellerID = c.ids.NewID(registrar.ResellerID)
	err = c.tx.Reseller.Create().SetID(resellerID).SetName(name).SetConvertedAt(convertedAt).Exec(c.system)
	if err != nil {
		return "", "", err
	}
	b.event(registrar.ResellerCreated, resellerID, resellerID, convertedAt, []registrar.Change{{Field: "name", After: name}})
	handleID = b.Handle(BulkHandle{Data: own, CreatedAt: convertedAt, Reachability: registrar.ReachValidated, Linked: true,
		Lists: []BulkAccess{{resellerID, registrar.Full, registrar.Own}}})
	if err := b.Flush(); err != nil {
		return "", "", err
	}
	return resellerID, handleID, c.tx.Reseller.UpdateOneID(resellerID).SetOwnHandleID(handleID).Exec(c.system)
}

// Handle loads a handle and returns its id. A PENDING or FAILED one gets the case and the mail that belong to it.
func (b *Bulk) Handle(in BulkHandle) string {
	c, d := b.c, in.Data
	numbers, err := c.work.CodeNumbers(c.ctx, 1)
	if err != nil {
		b.failed = errors.Join(b.failed, err)
		return ""
	}
	h := &db.Handle{
		ID:   c.ids.NewID(registrar.HandleID),
		Code: registrar.FormatCode(registrar.CodePrefix(d), registrar.CodeNumber(numbers[0]), c.suffix),
		Kind: d.Kind, GivenName: d.GivenName, FamilyName: d.FamilyName,
		Organization: nonEmpty(d.Organization), RegistrationNumber: nonEmpty(d.RegistrationNumber),
		Address: d.Address, InternationalAddress: d.InternationalAddress, Country: d.Address.Country,
		Email: d.Email, EmailKey: registrar.EmailKey(d.Email), Phone: d.Phone, Fax: nonEmpty(d.Fax), Mobile: nonEmpty(d.Mobile),
		Language: nonEmpty(d.Language), VatNumber: nonEmpty(d.VATNumber),
		NameKey: search.SortKey(d.SortName()), DisplayName: d.DisplayName(), ContentKey: d.ContentKey(), Linked: in.Linked,
		Reachability: in.Reachability, Version: 1, CreatedAt: in.CreatedAt,
		UpdatedAt:              max(in.CreatedAt, in.UpdatedAt, in.ReleasedAt),
		ClientDeleteProhibited: in.DeleteProhibited, ClientUpdateProhibited: in.UpdateProhibited,
	}
	if in.ReleasedAt != 0 {
		h.ReleasedAt, h.Version = &in.ReleasedAt, 2
		b.mail(h, registrar.PasswordMail, registrar.MailRelease, nil, in.ReleasedAt)
	}
	b.proof(h, max(in.CreatedAt, in.ProvedFrom))
	b.handles = append(b.handles, h)
	account := ""
	for _, list := range in.Lists {
		b.access(h, list)
		if list.Rights == registrar.Full || list.Origin == registrar.Released {
			account = list.ResellerID
		}
	}
	b.event(registrar.HandleCreated, h.ID, account, in.CreatedAt, registrar.Changes(registrar.HandleData{}, d))
	if in.ReleasedAt != 0 {
		b.event(registrar.HandleReleased, h.ID, account, in.ReleasedAt,
			[]registrar.Change{{Field: "rights", Before: registrar.Full, After: registrar.Limited}})
	}
	b.done()
	return h.ID
}

func (b *Bulk) access(h *db.Handle, list BulkAccess) {
	b.accesses = append(b.accesses, &db.Access{
		ID: b.c.ids.NewID(registrar.AccessID), ResellerID: list.ResellerID, HandleID: h.ID,
		Rights: list.Rights, Origin: list.Origin, Since: h.CreatedAt,
		Code: h.Code, NameKey: h.NameKey, DisplayName: h.DisplayName, CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt, Kind: h.Kind,
		Country: h.Country, EmailKey: h.EmailKey, Linked: h.Linked, Reachability: h.Reachability,
	})
	for _, word := range handleWords(h) {
		b.words = append(b.words, &db.HandleToken{ResellerID: list.ResellerID, Token: word, HandleID: h.ID})
	}
}

// Domain loads a domain and returns its id.
func (b *Bulk) Domain(in BulkDomain) string {
	c := b.c
	d := &db.Domain{
		ID: c.ids.NewID(registrar.DomainID), Name: in.Name.ASCII, UnicodeName: in.Name.Unicode, Tld: in.Name.TLD,
		ResellerID: nonEmpty(in.ResellerID), AutoRenew: in.AutoRenew, TransferLock: in.TransferLock,
		Nameservers:  append([]string{}, in.Nameservers...),
		RegisteredAt: in.RegisteredAt, ExpiresAt: in.ExpiresAt, DueAt: in.DueAt, UpdatedAt: in.RegisteredAt,
		Status: registrar.DomainStatuses(len(in.Nameservers), in.TransferLock, len(in.Holds)),
	}
	b.domains = append(b.domains, d)
	roles := rolesByHandle(in.Contacts)
	for _, handleID := range sortedKeys(roles) {
		b.contacts = append(b.contacts, &db.Contact{
			ID: c.ids.NewID(registrar.ContactID), DomainID: d.ID, HandleID: handleID, Roles: roles[handleID],
			ResellerID: d.ResellerID, Name: d.Name, Tld: d.Tld, RegisteredAt: d.RegisteredAt,
			ExpiresAt: d.ExpiresAt, DueAt: d.DueAt, Status: d.Status,
		})
	}
	for _, word := range search.DomainWords(d.Name, d.UnicodeName) {
		b.tokens = append(b.tokens, &db.DomainToken{ResellerID: d.ResellerID, Token: word, DomainID: d.ID})
	}
	for _, reason := range in.Holds {
		placed := min(in.RegisteredAt.Add(15*24*time.Hour), c.at)
		if reason == registrar.HoldReachability {
			placed = min(in.DueAt, c.at) // when the deadline passed
		}
		b.holds = append(b.holds, &db.Hold{ID: c.ids.NewID(registrar.HoldID), DomainID: d.ID, Reason: reason, PlacedAt: placed})
	}
	if d.DueAt > c.at && d.DueAt != registrar.Never {
		b.timer(registrar.DeadlineTimer, d.ID, d.DueAt)
	}
	b.event(registrar.DomainRegistered, d.ID, in.ResellerID, in.RegisteredAt, []registrar.Change{
		{Field: "name", After: d.Name}, {Field: "expiresAt", After: d.ExpiresAt.Time()},
		{Field: "contacts", After: contactRecord(in.Contacts)},
	})
	b.done()
	return d.ID
}

// event adds the event of something loaded. The program itself is the actor.
func (b *Bulk) event(action registrar.EventAction, entityID, account string, at registrar.Instant, changes []registrar.Change) {
	b.events = append(b.events, &db.Event{
		ID: registrar.NewIDAt(registrar.EventID, at), ChangeID: registrar.NewIDAt(registrar.ChangeID, at), At: at,
		ActorKind: registrar.ActorSystem, ResellerID: nonEmpty(account), Action: action, EntityID: entityID, Changes: changes,
	})
}

// APIKey makes a key for a reseller, or for an operator when resellerID is empty, and returns its secret.
func (b *Bulk) APIKey(name, resellerID string, scopes ...registrar.Scope) (string, error) {
	in := CreateAPIKey{Name: name, Role: registrar.OperatorKey, Scopes: append([]registrar.Scope{}, scopes...)}
	if resellerID != "" {
		in.Role = registrar.ResellerKey
	}
	_, text, err := b.c.insertKey(in, resellerID, nil)
	return text, err
}

// Session signs in the owner of a handle that was added before, and returns the token.
func (b *Bulk) Session(handleID string, lifetime time.Duration) (string, error) {
	if err := b.Flush(); err != nil {
		return "", err
	}
	return b.c.openSession(handleID, lifetime)
}

// Code is the code of a handle that was added before.
func (b *Bulk) Code(handleID string) (string, error) {
	if err := b.Flush(); err != nil {
		return "", err
	}
	h, err := b.c.tx.Handle.Get(b.c.system, handleID)
	if err != nil {
		return "", err
	}
	return h.Code, nil
}

func (b *Bulk) done() {
	if b.Progress != nil {
		b.Progress()
	}
}
