package matrix

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"

	"github.com/handledesk/handledesk/ent/db"
	"github.com/handledesk/handledesk/internal/password"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/store"
)

// mailed is what the owner of a handle has got by mail, and what the mail system knows of it.
type mailed struct {
	proof  string // the token that confirms the address
	invite string // the token to set a password
	code   string // what to sign in with
	sent   string // id of a mail that a mail server took
	dead   string // id of a mail that was given up
}

// ownersPassword is the password of every handle, also of those whose owners have no direct control.
const ownersPassword = "seven yellow ladders lean"

var hashOfPassword = sync.OnceValues(func() (string, error) {
	return password.New(password.Options{}).Hash(context.Background(), ownersPassword)
})

// serverKey is the one that apitest gives to every world.
func serverKey() secret.ServerKey { return secret.NewServerKey(rand.NewChaCha8([32]byte{2})) }

// nobodysMail has everything in the right form, and nothing of it is known.
func (w *world) nobodysMail() mailed {
	token, _ := serverKey().Token("nobody's")
	return mailed{proof: token, invite: token, code: "QQ1234-HD", sent: unknownID(registrar.MailID), dead: unknownID(registrar.MailID)}
}

// latestLink is a generation of links far above those that a test makes.
const latestLink = 1000

// handOut gives every handle a link of each kind, a password, a mail that was taken and one that was given up. The proof of
// an address that has answered is used.
func (w *world) handOut() {
	w.t.Helper()
	hash := must[string](w.t)(hashOfPassword())
	err := w.Store.Write(system(w.t.Context()), func(tx *store.Tx) error {
		for name, id := range w.handles {
			m, err := w.mail(tx.Client, id)
			if err != nil {
				return err
			}
			w.mailed[name] = m
			if err := tx.Password.Create().SetID(registrar.NewIDAt(registrar.PasswordID, loadedAt)).SetHandleID(id).
				SetHash(hash).SetSetAt(loadedAt).Exec(system(w.t.Context())); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) mail(tx *db.Client, handleID string) (mailed, error) {
	ctx, at := system(w.t.Context()), registrar.At(w.Clock.Now())
	h, err := tx.Handle.Get(ctx, handleID)
	if err != nil {
		return mailed{}, err
	}
	m := mailed{code: h.Code, sent: registrar.NewIDAt(registrar.MailID, at), dead: registrar.NewIDAt(registrar.MailID, at)}
	var caseID *string
	for _, running := range w.read("SELECT id FROM reachability_cases WHERE closed_at IS NULL AND handle_id = '" + handleID + "'") {
		id, _ := running["id"].(string)
		caseID = &id
	}
	for _, kind := range []registrar.MailKind{registrar.ReachabilityMail, registrar.PasswordMail} {
		id := registrar.NewIDAt(registrar.TokenID, at)
		token, hash := serverKey().Token(string(kind), id)
		create := tx.Link.Create().SetID(id).SetHandleID(handleID).SetKind(kind).SetGeneration(latestLink).SetCreatedAt(at).
			SetExpiresAt(at.Add(registrar.LinkLifetime))
		switch {
		case kind == registrar.PasswordMail:
			m.invite = token
		case caseID == nil:
			m.proof = token
			create.SetUsedAt(at)
		default:
			m.proof, hash = serverKey().Token(string(kind), *caseID, strconv.Itoa(latestLink))
			create.SetCaseID(*caseID)
		}
		if err := create.SetTokenHash(hash).Exec(ctx); err != nil {
			return m, err
		}
	}
	for id, state := range map[string]registrar.MailState{m.sent: registrar.MailSent, m.dead: registrar.MailDead} {
		err := tx.Mail.Create().SetID(id).SetHandleID(handleID).SetNillableCaseID(caseID).SetKind(registrar.ReachabilityMail).
			SetReason(registrar.MailStart).SetRecipient(h.Email).SetCreatedAt(at).SetState(state).SetAttempts(1).
			SetLastAttemptAt(at).SetReply("said " + string(state)).Exec(ctx)
		if err != nil {
			return m, err
		}
	}
	return m, nil
}
