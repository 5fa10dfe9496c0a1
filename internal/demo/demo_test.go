package demo

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/ent/db"
	stored "github.com/handledesk/handledesk/ent/db/handle"
	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/secret"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/store"
)

// filled is a world with the demo in it.
type filled struct {
	*apitest.World
	dir  string
	keys []Credential
}

func fillWorld(t *testing.T) filled {
	t.Helper()
	w := filled{World: apitest.New(t), dir: t.TempDir()}
	var err error
	if w.keys, err = w.open(t); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w filled) open(t *testing.T) ([]Credential, error) {
	t.Helper()
	return open(t.Context(), w.Service, w.dir, io.Discard, w.Clock.Now())
}

// bare is a database without a server around it.
func bare(t *testing.T) (*store.Store, *service.Service) {
	t.Helper()
	data, err := store.Open(t.Context(), apitest.Stored(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	s := service.New(service.Options{Store: data, Key: secret.NewServerKey(rand.Reader)})
	t.Cleanup(func() {
		s.Wait()
		if err := data.Close(); err != nil {
			t.Error(err)
		}
	})
	return data, s
}

// key is the secret of the first credential whose line contains the text.
func (w filled) key(t *testing.T, text string) string {
	t.Helper()
	for _, c := range w.keys {
		if strings.Contains(c.String(), text) {
			return c.Secret
		}
	}
	t.Fatalf("no credential for %s among %v", text, w.keys)
	return ""
}

// TestDemo fills one database and looks at it from all sides; whatever changes it comes last.
func TestDemo(t *testing.T) {
	w := fillWorld(t)
	t.Run("invariants", func(t *testing.T) { checkInvariants(t, w) })
	t.Run("states", func(t *testing.T) { checkStates(t, w) })
	t.Run("keys", func(t *testing.T) { checkKeys(t, w) })
	t.Run("second start", func(t *testing.T) { checkSecondStart(t, w) })
	t.Run("things to try", func(t *testing.T) { tryHandMade(t, w) })
}

func checkKeys(t *testing.T, w filled) {
	t.Helper()
	const who = `{ viewer { __typename ... on Reseller { name } ... on Owner { handle { code } } } }`
	for _, c := range w.keys {
		viewer := w.Must(c.Secret, who, nil)["viewer"].(map[string]any)
		signedIn := fmt.Sprint(viewer["name"])
		switch viewer["__typename"] {
		case "Operator":
			signedIn = "operator"
		case "Owner":
			signedIn = fmt.Sprint("owner of ", viewer["handle"].(map[string]any)["code"])
		}
		if signedIn != c.Who {
			t.Errorf("the key for %s signs in %s", c.Who, signedIn)
		}
	}
	answer := w.Do(w.key(t, "HANDLES_READ"), `mutation { resetReachability(input: {handleId: "hdl_00000000000000000000000000"}) { userErrors { code } } }`, nil)
	if !slices.Equal(answer.Codes(), []string{"FORBIDDEN"}) {
		t.Errorf("the reading key may write: %s", answer.Body)
	}
	columns := map[int]bool{}
	for _, c := range w.keys {
		columns[len([]rune(c.String()))] = true
	}
	if len(w.keys) != 6 || len(columns) != 1 {
		t.Errorf("not six aligned lines: %v", w.keys)
	}
}

func checkSecondStart(t *testing.T, w filled) {
	t.Helper()
	again, err := w.open(t)
	if err != nil || !slices.Equal(again, w.keys) {
		t.Errorf("the second start gives %v, %v; the first gave %v", again, err, w.keys)
	}
	info, err := os.Stat(filepath.Join(w.dir, keysFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file of keys: %v, %v", info.Mode(), err)
	}
}

// story is all that is written, in its order, from which codes follow too.
func (p *plan) story() []string {
	var told []string
	for _, h := range p.handles {
		told = append(told, fmt.Sprint(h.data.ContentKey(), h.state, h.createdAt, h.updatedAt, h.releasedAt, h.provedFrom, h.linked, len(h.lists)))
	}
	for _, d := range p.domains {
		line := fmt.Sprint(d.name, d.registeredAt, d.expiresAt, d.dueAt, d.autoRenew, d.transferLock, d.nameservers, d.holds)
		for _, role := range registrar.Roles {
			if h := d.contacts[role]; h != nil {
				line += " " + h.data.Email
			}
		}
		told = append(told, line)
	}
	return told
}

func TestTheSameSeedAndMomentGiveTheSameDemo(t *testing.T) {
	tell := func(seed uint64) []string {
		p, err := newPlan(seed, apitest.Start)
		if err != nil {
			t.Fatal(err)
		}
		return p.story()
	}
	first := tell(seed)
	if !slices.Equal(first, tell(seed)) {
		t.Error("the same seed and moment gave two different demos")
	}
	if slices.Equal(first, tell(seed+1)) {
		t.Error("two seeds gave the same demo")
	}
}

func TestADatabaseOfSomebodyElseIsRefused(t *testing.T) {
	for what, prepare := range map[string]func(w filled){
		"a reseller":        func(w filled) { w.Reseller("Acme") },
		"an operator's key": func(w filled) { w.Key("", registrar.HandlesRead) },
		"keys of another demo": func(w filled) {
			w.Reseller("Acme")
			text, _ := secret.NewAPIKey(rand.Reader)
			if err := saveKeys(w.dir, []Credential{{Who: "operator", Scopes: "all scopes", Secret: text}}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		w := filled{World: apitest.New(t), dir: t.TempDir()}
		prepare(w)
		staff := apitest.Staff(t.Context())
		before := w.Store.Read().Event.Query().CountX(staff)
		_, err := w.open(t)
		if err == nil || !strings.Contains(err.Error(), "--data") || !strings.Contains(err.Error(), "without --demo") {
			t.Errorf("%s: %v", what, err)
		}
		if n := w.Store.Read().Event.Query().CountX(staff); n != before || w.Store.Read().Handle.Query().CountX(staff) != 0 {
			t.Errorf("%s: something was written", what)
		}
	}
}

// TestAnInterruptionLeavesNothing fails the filling at its very end, where the keys are kept, and starts again.
func TestAnInterruptionLeavesNothing(t *testing.T) {
	data, s := bare(t)
	missing := filepath.Join(t.TempDir(), "missing")
	if _, err := Open(t.Context(), s, missing, io.Discard); err == nil || !strings.Contains(err.Error(), "nothing of it is left") {
		t.Fatalf("%v", err)
	}
	staff := apitest.Staff(t.Context())
	if n := data.Read().Handle.Query().CountX(staff) + data.Read().Reseller.Query().CountX(staff); n != 0 {
		t.Fatalf("%d rows are left", n)
	}
	// Keys that were kept before the end of a transaction that never was.
	dir := t.TempDir()
	text, _ := secret.NewAPIKey(rand.Reader)
	if err := saveKeys(dir, []Credential{{Who: "operator", Scopes: "all scopes", Secret: text}}); err != nil {
		t.Fatal(err)
	}
	keys, err := Open(t.Context(), s, dir, io.Discard)
	if err != nil || len(keys) != 6 {
		t.Fatalf("%v, %v", keys, err)
	}
	if kept, err := readKeys(dir); err != nil || !slices.Equal(kept, keys) {
		t.Errorf("kept %v, %v", kept, err)
	}
	newest := data.Read().Handle.Query().Order(db.Desc(stored.FieldCreatedAt)).FirstX(staff)
	if age := time.Since(newest.CreatedAt.Time()); age < 0 || age > 3*day {
		t.Errorf("the newest handle is %v old: the demo does not look alive", age)
	}
}

func TestABrokenFileOfKeysIsTold(t *testing.T) {
	for _, text := range []string{"operator\tall scopes\n", "operator\tall scopes\thdk_x\n"} {
		w := filled{World: apitest.New(t), dir: t.TempDir()}
		if err := os.WriteFile(filepath.Join(w.dir, keysFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.open(t); err == nil || !strings.Contains(err.Error(), "line 1") || !strings.Contains(err.Error(), "--data") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestNothingIsDrawnWhereThereIsNoTerminal(t *testing.T) {
	var out bytes.Buffer
	one, done := advance(&out, 10)
	one()
	done()
	if out.Len() > 0 {
		t.Errorf("%q", out.String())
	}
}
