package endpoint

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/apitest"
)

// TestKeysOfAResellerShareItsBucket: each key has a bucket, and all keys of a reseller have one more together. Who is told
// to wait, waits that long and passes.
func TestKeysOfAResellerShareItsBucket(t *testing.T) {
	d := serve(t, "--rate-bucket", "80", "--rate-restore", "4")
	start := time.Now()
	ask := func(who, document string) *reply {
		got := d.ask(t, who, document, nil)
		verifyTells(t, document, got, "")
		return got
	}
	got := ask("first", cheap)
	got.verifyPoints(t, "the first request", 80, 79, 1)
	if got.Header.Get("RateLimit-Policy") != "80;w=20" || got.number(t, "RateLimit-Reset") != 1 {
		t.Errorf("policy %q, reset %q", got.Header.Get("RateLimit-Policy"), got.Header.Get("RateLimit-Reset"))
	}
	for i := range 6 {
		got = ask("first", dear)
		got.verifyPoints(t, fmt.Sprintf("change %d", i), 80, 79-10*(i+1), since(start, 4))
	}
	ask("second", cheap).verifyPoints(t, "another key of the reseller", 80, 18, since(start, 4))
	ask("other", cheap).verifyPoints(t, "a key of another reseller", 80, 79, 1)

	var refused *reply
	for range 20 {
		if refused = ask("second", dear); refused.Status != http.StatusOK {
			break
		}
	}
	after := refused.number(t, "Retry-After")
	if refused.Status != http.StatusTooManyRequests || refused.code() != "RATE_LIMITED" || refused.executed() || after < 1 || after > 3 ||
		refused.Errors[0].Extensions["retryAfterSeconds"] != float64(after) {
		t.Fatalf("%d, Retry-After %d: %s", refused.Status, after, refused.Body)
	}
	if got := ask("first", dear); got.Status != http.StatusTooManyRequests {
		t.Errorf("the other key of the reseller is not held up: %d %s", got.Status, got.Body)
	}
	if got := ask("other", dear); got.Status != http.StatusOK || len(got.Errors) != 0 {
		t.Errorf("another reseller is held up: %d %s", got.Status, got.Body)
	}
	time.Sleep(time.Duration(after) * time.Second)
	if got := ask("second", dear); got.Status != http.StatusOK || len(got.Errors) != 0 {
		t.Errorf("after the %d s it was told to wait: %d %s", after, got.Status, got.Body)
	}
}

const setRateLimit = `mutation($of:RateLimitSubject!,$r:RateLimitInput){setRateLimit(input:{of:$of rateLimit:$r}){userErrors{code message}}}`

// TestANewRateHoldsFromTheNextRequestOn: of a key and of a reseller, and back to the server's own.
func TestANewRateHoldsFromTheNextRequestOn(t *testing.T) {
	d := serve(t)
	set := func(of, rate object) {
		t.Helper()
		got := d.ask(t, "operator", setRateLimit, object{"of": of, "r": rate})
		if len(got.Errors) != 0 || !strings.Contains(string(got.Body), `"userErrors":[]`) {
			t.Fatalf("%d %s", got.Status, got.Body)
		}
	}
	start := time.Now()
	key, reseller := object{"apiKeyId": d.names["first"]}, object{"resellerId": d.names["North"]}
	ask := func(who string) *reply { return d.ask(t, who, cheap, nil) }

	ask("first").verifyPoints(t, "by default", 1_000, 999, 1)
	set(key, object{"bucket": 5, "restorePerSecond": 1})
	ask("first").verifyPoints(t, "a small bucket of the key", 5, 4, 0)
	ask("second").verifyPoints(t, "the other key", 1_000, 997, 3)
	for range 5 {
		ask("first")
	}
	if got := ask("first"); got.Status != http.StatusTooManyRequests {
		t.Errorf("five points were not five requests: %d %v", got.Status, got.Header)
	}
	set(reseller, object{"bucket": 3, "restorePerSecond": 1})
	ask("second").verifyPoints(t, "a small bucket of the reseller", 3, 2, 0)
	set(reseller, nil)
	set(key, nil)
	ask("first").verifyPoints(t, "by default again; what was left stays, and comes back faster", 1_000, 0, since(start, 50))
}

// TestTwentyOperationsOfAKeyRunAtOnce: the twenty-first is refused, whoever else asks is not, and all twenty are done in
// the end. They are held up by another program that has locked the database.
func TestTwentyOperationsOfAKeyRunAtOnce(t *testing.T) {
	d := serve(t, "--rate-bucket", "100000")
	for _, who := range []string{"first", "second", "other"} { // so that no key's first use is to be written down
		d.ask(t, who, cheap, nil)
	}
	lock, err := apitest.Past(t, d.folder).BeginTx(t.Context(), nil)
	if err == nil && apitest.OnPostgres() {
		_, err = lock.ExecContext(t.Context(), "LOCK TABLE events IN EXCLUSIVE MODE")
	}
	if err != nil {
		t.Fatal(err)
	}
	const running = 20
	done := make(chan *reply, running)
	for range running {
		go func() {
			got := d.ask(t, "first", dear, nil)
			for got.Status == http.StatusTooManyRequests { // the question below had the place
				got = d.ask(t, "first", dear, nil)
			}
			done <- got
		}()
	}
	var refused *reply
	for deadline := time.Now().Add(3 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if refused = d.ask(t, "first", cheap, nil); refused.Status != http.StatusOK || time.Now().After(deadline) {
			break
		}
	}
	verifyTells(t, "the twenty-first", refused, "")
	if refused.Status != http.StatusTooManyRequests || refused.code() != "RATE_LIMITED" || refused.number(t, "Retry-After") != 1 {
		t.Errorf("the twenty-first: %d %s", refused.Status, refused.Body)
	}
	for _, who := range []string{"second", "other", ""} {
		if got := d.ask(t, who, cheap, nil); got.Status != http.StatusOK {
			t.Errorf("%q is held up: %d %s", who, got.Status, got.Body)
		}
	}
	if err := lock.Rollback(); err != nil {
		t.Fatal(err)
	}
	for range running {
		if got := <-done; got.Status != http.StatusOK || len(got.Errors) != 0 || !strings.Contains(string(got.Body), `"userErrors":[]`) {
			t.Errorf("one of the twenty: %d %s", got.Status, got.Body)
		}
	}
	if got := d.ask(t, "first", cheap, nil); got.Status != http.StatusOK {
		t.Errorf("the places were not given back: %d %s", got.Status, got.Body)
	}
}

// TestAFloodOfSignInsIsStopped: first by how often a network may try, then by what its bucket holds; saying to come from
// elsewhere does not help, and who has a key does not feel it.
func TestAFloodOfSignInsIsStopped(t *testing.T) {
	d := serve(t, "--rate-restore", "1")
	var failed, tooOften, limited int
	for i := range 60 {
		r := d.post(t, bodyOf(t, `mutation($v:SignInInput!){signIn(input:$v){sessionToken userErrors{code message}}}`,
			object{"v": object{"code": fmt.Sprintf("AB%04d-HD", 1000+i), "password": "a guess"}}))
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
		got := d.send(t, "", r)
		verifyTells(t, "a guess", got, "")
		switch body := string(got.Body); {
		case got.Status == http.StatusTooManyRequests:
			limited++
			if got.code() != "RATE_LIMITED" || got.number(t, "Retry-After") < 1 {
				t.Errorf("%d %s", got.Status, body)
			}
		case strings.Contains(body, `"SIGN_IN_FAILED"`):
			failed++
		case strings.Contains(body, `"RATE_LIMITED"`):
			tooOften++
		default:
			t.Errorf("%d %s", got.Status, body)
		}
	}
	// 30 tries by address; 1,000 points are 50 operations of 20, and some come back
	if failed != 30 || tooOften < 18 || limited < 6 {
		t.Errorf("%d were tried, %d were too often, %d were not let in: want 30, 20 and 10", failed, tooOften, limited)
	}
	got := d.ask(t, "first", cheap, nil)
	got.verifyPoints(t, "who has a key", 1_000, 999, 0)
	if got.Status != http.StatusOK {
		t.Errorf("who has a key: %d %s", got.Status, got.Body)
	}
}
