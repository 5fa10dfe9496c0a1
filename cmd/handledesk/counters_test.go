package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/registrar"
)

// counted is a served database with the command line beside it.
type counted struct {
	*apitest.World
	t      *testing.T
	folder string
}

func newCounted(t *testing.T) *counted {
	t.Helper()
	folder := t.TempDir()
	return &counted{apitest.With(t, apitest.Options{Directory: folder}), t, folder}
}

// counters runs the command.
func (c *counted) counters(word string) (code int, out, errs string) {
	c.t.Helper()
	return command(c.t, append([]string{"counters", word}, apitest.DataFlags(c.t, c.folder)...)...)
}

// write changes the database past the program.
func (c *counted) write(statement string) {
	c.t.Helper()
	if _, err := c.Past().ExecContext(c.t.Context(), statement); err != nil {
		c.t.Fatal(err)
	}
}

// one reads one value.
func (c *counted) one(statement string) (value string) {
	c.t.Helper()
	if err := c.Past().QueryRowContext(c.t.Context(), statement).Scan(&value); err != nil {
		c.t.Fatalf("%s: %v", statement, err)
	}
	return value
}

// object is a JSON object.
type object = map[string]any

func person(name string) object {
	return object{"kind": "PERSON", "givenName": name, "familyName": "Miller", "email": name + "@example.com", "phone": "+43 1 2345678",
		"address": object{"street": []string{"1"}, "city": "Wien", "country": "AT"}}
}

// handle creates a handle.
func (c *counted) handle(key, name string) (id string) {
	c.t.Helper()
	const create = `mutation($in: CreateHandleInput!) { createHandle(input: $in) { handle { id } userErrors { message } } }`
	return c.Must(key, create, object{"in": person(name)})["createHandle"].(object)["handle"].(object)["id"].(string)
}

// register registers a domain for a new handle, with another one that was there before; also beside the test.
func (c *counted) register(key, name, tech string) (id any) {
	const register = `mutation($in: RegisterDomainInput!) { registerDomain(input: $in) { domain { id } userErrors { message } } }`
	in := object{"name": name + ".com", "owner": object{"create": person(name)}, "tech": object{"handleId": tech}}
	made := c.Do(key, register, object{"in": in})
	payload, _ := made.Data["registerDomain"].(object)
	domain, _ := payload["domain"].(object)
	if len(made.Errors) > 0 || domain == nil {
		c.t.Errorf("%s: %s", name, made.Body)
	}
	return domain["id"]
}

// fine expects that check finds nothing.
func (c *counted) fine() {
	c.t.Helper()
	if code, out, errs := c.counters("check"); code != 0 || out != "All counts are right.\n" || errs != "" {
		c.t.Errorf("exit %d: %q %q", code, out, errs)
	}
}

// TestCountersThatAreWrongAreFoundAndSetRight breaks each kind of count by hand.
func TestCountersThatAreWrongAreFoundAndSetRight(t *testing.T) {
	c := newCounted(t)
	c.fine()
	reseller, key := c.Reseller("alpha")
	_, other := c.Reseller("beta")
	handle, elsewhere := c.handle(key, "shared"), c.handle(other, "elsewhere")
	for i := range 60 { // so that there are more handles than one statement looks at
		c.register(key, fmt.Sprintf("alpha-%d", i), handle)
		c.register(other, fmt.Sprintf("beta-%d", i), elsewhere)
	}
	c.fine()
	if code, out, _ := c.counters("repair"); code != 0 || out != "All counts are right; nothing was changed.\n" {
		t.Errorf("with nothing to do: exit %d: %q", code, out)
	}
	access := c.one("SELECT id FROM accesses WHERE handle_id = '" + handle + "'")
	desk := c.Key("", registrar.Scopes...)
	totals := func() string {
		const query = `query($id: ID!) { handles { totalCount } domains { totalCount } handle(by: {id: $id}) { domains { totalCount } } }`
		variables := map[string]any{"id": handle}
		return fmt.Sprint(c.Must(key, query, variables), c.Must(desk, query, variables))
	}
	right := totals()
	for name, broken := range map[string]wrongly{
		"too many":           {"counters", reseller + "/domains", "", "UPDATE counters SET value = value + 7 WHERE account = '" + reseller + "' AND counted = 'domains'"},
		"none":               {"counters", "handles", "", "DELETE FROM counters WHERE account = '' AND counted = 'handles'"},
		"everybody's":        {"counters", "domains", "", "UPDATE counters SET value = value - 1 WHERE account = '' AND counted = 'domains'"},
		"another slot":       {"counters", reseller + "/FULL/PENDING", "", "INSERT INTO counters (account, counted, slot, value) VALUES ('" + reseller + "', 'FULL/PENDING', 99, 3)"},
		"nobody's":           {"counters", "rsl_nobody/domains", "", "INSERT INTO counters (account, counted, slot, value) VALUES ('rsl_nobody', 'domains', 0, 3)"},
		"of a handle's list": {"accesses.domains", access, "accesses", "UPDATE accesses SET domains = 0 WHERE id = '" + access + "'"},
		"of a handle":        {"handles.domains", handle, "handles", "UPDATE handles SET domains = domains + 2 WHERE id = '" + handle + "'"},
	} {
		t.Run(name, func(t *testing.T) { c.broken(t, broken, totals, right) })
		if t.Failed() {
			return
		}
	}
	c.allWrong()
}

// wrongly is a count to break: what the command calls it, the table it is in, unless that is counters, and how.
type wrongly struct{ what, id, of, statement string }

// broken breaks a count, and expects that it is found and set right, and that the totals are right again.
func (c *counted) broken(t *testing.T, broken wrongly, totals func() string, right string) {
	t.Helper()
	stored := func() string {
		if broken.of != "" {
			return c.one("SELECT domains FROM " + broken.of + " WHERE id = '" + broken.id + "'")
		}
		account, what, has := strings.Cut(broken.id, "/")
		if !has {
			account, what = "", broken.id
		}
		return c.one("SELECT coalesce(sum(value), 0) FROM counters WHERE account = '" + account + "' AND counted = '" + what + "'")
	}
	before := stored()
	c.write(broken.statement)
	after := stored()
	found := fmt.Sprintf("%s  %s  is %s, there are %s\n", broken.what, broken.id, after, before)
	if code, out, errs := c.counters("check"); code != 1 || out != found || !strings.Contains(errs, "wrong: 1;") || !strings.Contains(errs, "counters repair") {
		t.Errorf("check: exit %d: %q %q, want %q", code, out, errs, found)
	}
	if stored() != after {
		t.Error("check changed something")
	}
	set := fmt.Sprintf("%s  %s  was %s, is %s now\nCounts that were set right: 1.\n", broken.what, broken.id, after, before)
	if code, out, errs := c.counters("repair"); code != 0 || out != set || errs != "" {
		t.Errorf("repair: exit %d: %q %q, want %q", code, out, errs, set)
	}
	if got := totals(); stored() != before || got != right {
		t.Errorf("afterwards %s are stored, and the totals are %s; want %s and %s", stored(), got, before, right)
	}
	if code, out, _ := c.counters("repair"); code != 0 || out != "All counts are right; nothing was changed.\n" {
		t.Errorf("again: exit %d: %q", code, out)
	}
}

// allWrong breaks more counts than one statement looks at.
func (c *counted) allWrong() {
	c.t.Helper()
	c.write("UPDATE counters SET value = value + 1; UPDATE accesses SET domains = domains + 1; UPDATE handles SET domains = domains + 1")
	wrong := c.one("SELECT (SELECT count(*) FROM (SELECT DISTINCT account, counted FROM counters) AS c) + (SELECT count(*) FROM accesses) + (SELECT count(*) FROM handles)")
	code, out, errs := c.counters("check")
	if code != 1 || fmt.Sprint(strings.Count(out, ", there are ")) != wrong || !strings.Contains(errs, "wrong: "+wrong+";") {
		c.t.Errorf("exit %d, %d found of %s: %q", code, strings.Count(out, ", there are "), wrong, errs)
	}
	if code, out, errs := c.counters("repair"); code != 0 || !strings.Contains(out, "set right: "+wrong+".\n") {
		c.t.Errorf("exit %d: %q", code, errs)
	}
	c.fine()
}

// TestCountersAreRepairedWhileOthersWrite: after one repair beside writers, and beside another repair, every count is right.
func TestCountersAreRepairedWhileOthersWrite(t *testing.T) {
	c := newCounted(t)
	reseller, key := c.Reseller("alpha")
	const release = `mutation($id: ID!) { releaseDomains(input: {domainIds: [$id], releaseHandles: true}) { results { userErrors { code } } } }`
	busy := c.handle(key, "busy")
	for round := range 4 {
		c.write(fmt.Sprintf(`UPDATE counters SET value = value + 100; UPDATE accesses SET domains = domains + 100 WHERE handle_id = '%[1]s';
			UPDATE handles SET domains = domains + 100 WHERE id = '%[1]s'`, busy))
		var all sync.WaitGroup
		for writer := range 4 {
			all.Go(func() {
				for i := range 12 {
					name := fmt.Sprintf("n%d-%d-%d", round, writer, i)
					domain := c.register(key, name, busy)
					if i%3 > 0 {
						continue
					}
					if gone := c.Do(key, release, object{"id": domain}); len(gone.Errors) > 0 {
						t.Errorf("%s", gone.Body)
					}
				}
			})
		}
		for range 2 {
			all.Go(func() {
				if code, _, errs := c.counters("repair"); code != 0 {
					t.Errorf("repair: exit %d: %s", code, errs)
				}
			})
		}
		all.Wait()
		c.fine()
	}
	if n := c.one("SELECT count(*) FROM domains WHERE reseller_id = '" + reseller + "'"); n != "128" {
		t.Errorf("%s domains are left, which is not what was written", n)
	}
}

func TestCountersOfNoDatabase(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	for _, word := range []string{"check", "repair"} {
		if code, out, errs := command(t, "counters", word, "--data", data); code != 1 || out != "" || !strings.Contains(errs, "migrate up") {
			t.Errorf("%s: exit %d: %q %q", word, code, out, errs)
		}
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("a database was made")
	}
}
