package service

import (
	"context"
	"strconv"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/ent/db/link"
	"github.com/handledesk/handledesk/ent/db/predicate"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/viewer"
)

// newLink makes a one-time link for a mail. Its token is not stored: it is computed again when the mail is sent.
func (c *change) newLink(handleID string, kind registrar.MailKind, of *db.ReachabilityCase) (*db.Link, error) {
	l := &db.Link{ID: c.ids.NewID(registrar.TokenID), HandleID: handleID, Kind: kind, Generation: 1,
		CreatedAt: c.at, ExpiresAt: c.at.Add(registrar.LinkLifetime)}
	if of != nil {
		l.CaseID, l.Generation = &of.ID, of.Generation
	}
	_, l.TokenHash = c.tokenOf(l)
	create := c.tx.Link.Create()
	setLink(create, l)
	return create.Save(c.system)
}

// setLink writes a new link into a creation.
func setLink(create *db.LinkCreate, l *db.Link) {
	create.SetID(l.ID).SetHandleID(l.HandleID).SetNillableCaseID(l.CaseID).SetKind(l.Kind).
		SetGeneration(l.Generation).SetTokenHash(l.TokenHash).SetCreatedAt(l.CreatedAt).SetExpiresAt(l.ExpiresAt)
}

// tokenOf computes what a link's address carries, and its hash: a keyed hash of the case and the generation, so that a
// mail that is sent twice carries the same link, and nobody who reads the database can make one.
func (s *Service) tokenOf(l *db.Link) (text string, hash []byte) {
	if l.CaseID != nil {
		return s.key.Token(string(l.Kind), *l.CaseID, strconv.Itoa(l.Generation))
	}
	return s.key.Token(string(l.Kind), l.ID)
}

// findLink finds the link of one of the kinds that a token belongs to. Errors: INVALID for a text that is no token, with what is wrong with
// it; LINK_UNKNOWN.
func findLink(system context.Context, client *db.Client, token string, kinds ...registrar.MailKind) (*db.Link, error) {
	form, hash, err := secret.Parse(token)
	if err != nil || form != secret.Mailed {
		return nil, errNoToken
	}
	found, err := client.Link.Query().Where(link.TokenHash(hash), link.KindIn(kinds...)).Only(system)
	if db.IsNotFound(err) {
		return nil, errLinkUnknown
	}
	return found, err
}

var (
	errNoToken = registrar.RefuseField(registrar.Invalid, "token", "This is not the token of a mailed link, or not all of it: "+
		"it starts with hdt_, 49 letters and digits follow, and capital letters count. Copy the whole link from the mail.")
	errLinkUnknown = registrar.RefuseField(registrar.LinkUnknown, "token",
		"This link opens nothing; use the link in the latest mail, or ask for a new one.")
)

// openLink finds the link of the kind that a token belongs to, if it still opens anything. Errors: those of findLink;
// LINK_USED; LINK_SUPERSEDED; LINK_EXPIRED.
func (s *Service) openLink(system context.Context, client *db.Client, token string, kind registrar.MailKind) (*db.Link, error) {
	l, err := findLink(system, client, token, kind)
	if err != nil {
		return nil, err
	}
	if p := s.linkState(l).Refusal(); p != nil {
		return nil, p
	}
	return l, nil
}

// linkState is what a link is good for now.
func (s *Service) linkState(l *db.Link) registrar.LinkState {
	switch {
	case l.UsedAt != nil:
		return registrar.LinkUsed
	case l.SupersededAt != nil:
		return registrar.LinkSuperseded
	case l.ExpiresAt <= s.now():
		return registrar.LinkExpired
	}
	return registrar.LinkOpen
}

// linkEnd says why links end.
type linkEnd int

const (
	usedLink linkEnd = iota
	supersededLink
)

// endLinks ends those of the links that have not ended yet.
func (c *change) endLinks(as linkEnd, which ...predicate.Link) error {
	update := c.tx.Link.Update().Where(which...).Where(link.UsedAtIsNil(), link.SupersededAtIsNil())
	if as == usedLink {
		update.SetUsedAt(c.at)
	} else {
		update.SetSupersededAt(c.at)
	}
	return update.Exec(c.system)
}

// linksOf are the links of a proof.
func linksOf(caseID string) predicate.Link { return link.CaseID(caseID) }

// openLinksOf are those of them that still open something.
func openLinksOf(caseID string, now registrar.Instant) predicate.Link {
	return link.And(linksOf(caseID), link.UsedAtIsNil(), link.SupersededAtIsNil(), link.ExpiresAtGT(now))
}

// passwordLinksOf are the links by which the owner of a handle sets a password.
func passwordLinksOf(handleID string) predicate.Link {
	return link.And(link.HandleID(handleID), link.KindEQ(registrar.PasswordMail))
}

// Link is a mailed link as the page behind it shows it. What is personal is empty unless the link is open.
type Link struct {
	Kind      registrar.MailKind
	State     registrar.LinkState
	Language  string // of the handle; may be empty
	Sender    string // the name that the mail came from; may be empty
	Name      string
	Code      string
	Email     string
	Domains   []string // owned ones, 10 at most
	Further   int      // how many more there are
	ExpiresAt registrar.Instant
}

// OpenLink tells what a link is for and changes nothing, since programs that check mails open every link in them.
//
// Errors: INVALID for a text that is no token; LINK_UNKNOWN.
func (s *Service) OpenLink(ctx context.Context, token string) (*Link, error) {
	system, read := viewer.System(ctx), s.read(ctx)
	found, err := findLink(system, read, token, registrar.ReachabilityMail, registrar.PasswordMail)
	if err != nil {
		return nil, translate(err)
	}
	h, err := read.Handle.Get(system, found.HandleID)
	if err != nil {
		return nil, translate(err)
	}
	shown := &Link{Kind: found.Kind, State: s.linkState(found), Language: orEmpty(h.Language), ExpiresAt: found.ExpiresAt}
	if shown.Sender, err = senderOf(system, read, h.ID); err != nil || shown.State != registrar.LinkOpen {
		return shown, translate(err)
	}
	shown.Name, shown.Code = h.DisplayName, h.Code
	shown.Email = registrar.EmailForDisplay(h.Email)
	domains, err := s.domainsToMail(system, read, h.ID, false)
	shown.Domains, shown.Further = domains.names, domains.further
	return shown, translate(err)
}
