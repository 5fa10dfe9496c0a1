package matrix

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
	"github.com/handledesk/handledesk/internal/peer"
	"github.com/handledesk/handledesk/internal/registrar"
	"github.com/handledesk/handledesk/internal/service"
	"github.com/handledesk/handledesk/internal/viewer"
)

// TestWhatIsRevokedHereIsRefusedThere: two servers on one database. Nobody keeps a key or a session in memory, so that
// the next request to the other server is refused, with no time in between.
func TestWhatIsRevokedHereIsRefusedThere(t *testing.T) {
	folder := t.TempDir()
	here := apitest.With(t, apitest.Options{Directory: folder, IDs: &registrar.TimeIDs{Now: time.Now}})
	there := apitest.With(t, apitest.Options{Directory: folder, IDs: &registrar.TimeIDs{Now: time.Now}, Clock: here.Clock})
	reseller, main := here.Reseller("alpha")
	const create = `mutation { createApiKey(input: {name: "x", scopes: [KEYS_READ]}) { apiKey { id } secret } }`
	for end, mutation := range map[string]string{
		"revoked": `mutation($id: ID!) { end: revokeApiKey(input: {apiKeyId: $id}) { userErrors { code } } }`,
		"rotated": `mutation($id: ID!) { end: rotateApiKey(input: {apiKeyId: $id, overlapSeconds: 0}) { userErrors { code } } }`,
	} {
		made, _ := here.Must(main, create, nil)["createApiKey"].(object)
		key, _ := made["apiKey"].(object)
		secret := fmt.Sprint(made["secret"])
		for range 3 { // used, so that whatever could be kept of it is
			there.Must(secret, `{ apiKeys { totalCount } }`, nil)
		}
		if got := fmt.Sprint(here.Must(main, mutation, object{"id": key["id"]})); got != "map[end:map[userErrors:[]]]" {
			t.Fatal(got)
		}
		if answer := there.Do(secret, `{ apiKeys { totalCount } }`, nil); answer.Status != 401 {
			t.Errorf("%s, and at once it is answered %d %s", end, answer.Status, answer.Body)
		}
	}
	// A limit that is set here is known there as fast.
	if _, _, err := here.Service.SetRateLimit(apitest.Staff(t.Context()), service.SetRateLimit{
		Of: service.RateLimitSubject{ResellerID: &reseller}, RateLimit: &service.RateLimit{Bucket: 7, RestorePerSecond: 3},
	}); err != nil {
		t.Fatal(err)
	}
	ctx, err := there.Service.Authenticate(t.Context(), main)
	if rate := viewer.FromContext(ctx).AccountRate; err != nil || rate == nil || *rate != (viewer.Rate{Bucket: 7, PerSecond: 3}) {
		t.Errorf("the account's limit is %v (%v)", rate, err)
	}
	there.Service.Wait()
}

// TestAKeyBringsItsLimits: whoever signs in carries the buckets of the key and of the account, read in one statement.
func TestAKeyBringsItsLimits(t *testing.T) {
	w := apitest.New(t)
	reseller, key := w.Reseller("alpha")
	operator := w.Key("", registrar.Scopes...)
	keyID := func(secret string) string {
		ctx, err := w.Service.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		return viewer.FromContext(ctx).KeyID
	}
	set := func(of service.RateLimitSubject, rate *service.RateLimit) {
		t.Helper()
		if _, _, err := w.Service.SetRateLimit(apitest.Staff(t.Context()), service.SetRateLimit{Of: of, RateLimit: rate}); err != nil {
			t.Fatal(err)
		}
	}
	verify := func(secret, want string) {
		t.Helper()
		w.Service.Wait()
		w.Statements()
		ctx, err := w.Service.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		if ran := w.Statements(); len(ran) != 1 {
			t.Errorf("%d statements: %s", len(ran), strings.Join(ran, "\n"))
		}
		show := func(r *viewer.Rate) string {
			if r == nil {
				return "none"
			}
			return fmt.Sprint(*r)
		}
		if v := viewer.FromContext(ctx); show(v.KeyRate)+" "+show(v.AccountRate) != want {
			t.Errorf("the limits are %s and %s, want %s", show(v.KeyRate), show(v.AccountRate), want)
		}
	}
	ofKey, ofOperator := keyID(key), keyID(operator)
	verify(key, "none none")
	verify(operator, "none none")
	set(service.RateLimitSubject{APIKeyID: &ofKey}, &service.RateLimit{Bucket: 10, RestorePerSecond: 2})
	verify(key, "{10 2} none")
	set(service.RateLimitSubject{ResellerID: &reseller}, &service.RateLimit{Bucket: 1_000_000, RestorePerSecond: 1})
	verify(key, "{10 2} {1000000 1}")
	set(service.RateLimitSubject{APIKeyID: &ofKey}, nil)
	verify(key, "none {1000000 1}")
	set(service.RateLimitSubject{APIKeyID: &ofOperator}, &service.RateLimit{Bucket: 3, RestorePerSecond: 4})
	verify(operator, "{3 4} none")
}

// TestASlowKeyMakesNoFastOnes: staff that limits a key limits what the key makes as well; staff's own limit binds nobody else.
func TestASlowKeyMakesNoFastOnes(t *testing.T) {
	w := apitest.New(t)
	reseller, key := w.Reseller("alpha")
	operator := w.Key("", registrar.Scopes...)
	limits := func(made string) string {
		ctx, err := w.Service.Authenticate(t.Context(), made)
		if err != nil {
			t.Fatal(err)
		}
		if rate := viewer.FromContext(ctx).KeyRate; rate != nil {
			return fmt.Sprint(*rate)
		}
		return "none"
	}
	for _, secret := range []string{key, operator} {
		ctx, err := w.Service.Authenticate(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		id := viewer.FromContext(ctx).KeyID
		_, _, err = w.Service.SetRateLimit(apitest.Staff(t.Context()), service.SetRateLimit{
			Of: service.RateLimitSubject{APIKeyID: &id}, RateLimit: &service.RateLimit{Bucket: 10, RestorePerSecond: 2},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	create := func(secret string, in map[string]any) string {
		made := w.Must(secret, `mutation($in: CreateApiKeyInput!) { createApiKey(input: $in) { secret } }`, map[string]any{"in": in})
		return limits(made["createApiKey"].(map[string]any)["secret"].(string))
	}
	in := map[string]any{"name": "child", "scopes": []string{"HANDLES_READ"}}
	if got := create(key, in); got != "{10 2}" {
		t.Errorf("a key of 10 points made one of %s", got)
	}
	in["resellerId"] = reseller
	if got := create(operator, in); got != "none" {
		t.Errorf("staff's key made a reseller's of %s", got)
	}
	if got := create(operator, map[string]any{"name": "child", "role": "OPERATOR", "scopes": []string{"HANDLES_READ"}}); got != "{10 2}" {
		t.Errorf("staff's key of 10 points made one of staff of %s", got)
	}
	rotate := func(former string) (codes string, secret string) {
		ctx, err := w.Service.Authenticate(t.Context(), former)
		if err != nil {
			t.Fatal(err)
		}
		data := w.Must(key, `mutation($id: ID!) { rotateApiKey(input: {apiKeyId: $id}) { secret userErrors { code field } } }`,
			map[string]any{"id": viewer.FromContext(ctx).KeyID})
		payload := data["rotateApiKey"].(map[string]any)
		secret, _ = payload["secret"].(string)
		return fmt.Sprint(payload["userErrors"]), secret
	}
	sibling := w.Key(reseller, registrar.HandlesRead)
	if codes, secret := rotate(sibling); secret != "" || codes != "[map[code:NOT_ALLOWED field:[apiKeyId]]]" {
		t.Errorf("a key of 10 points rotated one without a limit: %s", codes)
	}
	if codes, secret := rotate(key); codes != "[]" || limits(secret) != "{10 2}" {
		t.Errorf("it rotated itself to %s: %s", limits(secret), codes)
	}
}

// TestFromWhereAKeyWasUsed is noted to the minute: the whole address, the latest one of each minute's first use.
func TestFromWhereAKeyWasUsed(t *testing.T) {
	w := &world{World: apitest.New(t), t: t}
	_, key := w.Reseller("alpha")
	for _, use := range []struct {
		after      time.Duration
		from, want string
	}{
		{0, "192.0.2.1", "192.0.2.1 0s"},
		{59 * time.Second, "192.0.2.2", "192.0.2.1 0s"},
		{time.Second, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6 1m0s"},
		{time.Minute, "::ffff:198.51.100.7", "198.51.100.7 2m0s"},
		{time.Minute, "", "<nil> 3m0s"},
	} {
		w.Clock.Move(use.after)
		ctx := t.Context()
		if use.from != "" {
			ctx = peer.With(ctx, netip.MustParseAddr(use.from))
		}
		if _, err := w.Service.Authenticate(ctx, key); err != nil {
			t.Fatal(err)
		}
		w.Service.Wait()
		row := w.read("SELECT id, last_used_from, last_used_at FROM api_keys")[0]
		at, _ := row["last_used_at"].(int64)
		if got := fmt.Sprint(row["last_used_from"], " ", registrar.Instant(at).Time().Sub(apitest.Start)); got != use.want {
			t.Errorf("used from %q: noted %s, want %s", use.from, got, use.want)
		}
	}
}
